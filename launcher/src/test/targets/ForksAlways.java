/** Forks a short-lived child every millisecond or so, from one thread that never stops. */
public class ForksAlways {
    public static void main(String[] arguments) throws Exception {
        System.out.println("READY");
        Process shell =
                new ProcessBuilder("sh", "-c", "while :; do sleep 0.3 & sleep 0.001; done").start();
        shell.waitFor();
    }
}
