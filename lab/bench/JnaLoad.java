import dev.ballast.launcher.linux.Credentials;
import java.io.IOException;

/** Start-up with JNA and nothing else of the launcher: two system calls through it. */
public final class JnaLoad {
    private JnaLoad() {}

    public static void main(String[] arguments) throws IOException {
        Credentials.own();
    }
}
