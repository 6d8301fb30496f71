/** Looks for an optional class, each time a line comes on standard input, and ends when it is there. */
public class Misses {
    public static void main(String[] arguments) throws Exception {
        System.out.println("READY");
        while (System.in.read() >= 0) {
            try {
                Class.forName("elsewhere.Extra");
                System.out.println("FOUND");
                return;
            } catch (ClassNotFoundException expected) {
                System.out.println("MISSED");
            }
        }
    }
}
