/** A system class loader that takes no agents. */
public class OwnLoader extends ClassLoader {
    public OwnLoader(ClassLoader parent) {
        super(parent);
    }
}
