/** Does nothing, for ever. */
public class Idle {
    public static void main(String[] arguments) throws InterruptedException {
        System.out.println("READY");
        Thread.sleep(Long.MAX_VALUE);
    }
}
