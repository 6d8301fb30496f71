package dev.ballast.launcher.attach;

import dev.ballast.launcher.linux.Descriptor;
import dev.ballast.launcher.linux.Errno;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A folder in the target's file system that only the target's user can enter, and the files we made
 * in it. Closing removes all of it. Used with the target's credentials.
 */
final class PrivateFolder implements AutoCloseable {
    private final Descriptor parent;
    private final String parentPath;
    private final String name;
    private final Descriptor folder;
    private final Deque<String> files = new ArrayDeque<>();

    private PrivateFolder(Descriptor parent, String parentPath, String name, Descriptor folder) {
        this.parent = parent;
        this.parentPath = parentPath;
        this.name = name;
        this.folder = folder;
    }

    /**
     * @param parent a handle on the folder to make it in, which stays the caller's
     * @param parentPath how the target calls that folder
     * @param name one that nobody can guess
     */
    static PrivateFolder create(Descriptor parent, String parentPath, String name)
            throws IOException {
        parent.createFolder(name, 0700);
        try {
            return new PrivateFolder(parent, parentPath, name, parent.folder(name));
        } catch (IOException failure) {
            try {
                parent.removeFolder(name);
            } catch (IOException replaced) {
                failure.addSuppressed(replaced);
            }
            throw failure;
        }
    }

    /** As the target calls it. */
    String pathInTarget() {
        return parentPath + "/" + name;
    }

    Descriptor create(String fileName, byte[] content) throws IOException {
        Descriptor file = folder.createFile(fileName, 0600);
        files.push(fileName);
        try {
            file.write(content);
            return file;
        } catch (IOException failure) {
            file.close();
            throw failure;
        }
    }

    @Override
    public void close() throws IOException {
        IOException first = null;
        while (!files.isEmpty()) {
            first = attempt(first, folder, files.pop());
        }
        folder.close();
        try {
            parent.removeFolder(name);
        } catch (IOException failure) {
            throw first == null ? failure : first;
        }
    }

    private static IOException attempt(IOException first, Descriptor folder, String file) {
        try {
            folder.removeFile(file);
            return first;
        } catch (IOException failure) {
            if (failure instanceof Errno errno && errno.is(Errno.ENOENT)) {
                return first; // the agent deletes its jar itself
            }
            if (first != null) {
                first.addSuppressed(failure);
            }
            return first == null ? failure : first;
        }
    }
}
