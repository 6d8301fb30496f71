/** The target: a JVM that does nothing until its standard input ends, so it outlives nobody. */
public final class Idle {
    private Idle() {}

    public static void main(String[] arguments) throws java.io.IOException {
        System.out.println("READY");
        while (System.in.read() >= 0) {
            continue;
        }
    }
}
