/** Has a thread of a name that is given. */
public class Named {
    public static void main(String[] arguments) throws InterruptedException {
        Thread thread =
                new Thread(arguments[0]) {
                    @Override
                    public void run() {
                        System.out.println("READY");
                        try {
                            Thread.sleep(Long.MAX_VALUE);
                        } catch (InterruptedException ended) {
                            return;
                        }
                    }
                };
        thread.start();
        thread.join();
    }
}
