package dev.ballast.launcher.report;

import dev.ballast.launcher.proc.UntrustedText;
import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * An XML document in the making. Every text is cut to a length and cleaned: XML 1.0 cannot hold
 * control characters, lone surrogates, U+FFFE and U+FFFF, not even as references, and one of them
 * makes the whole document unreadable.
 */
final class XmlTree {
    /** A trace's worth; nothing here is longer on purpose. */
    private static final int LONGEST = 20_000;

    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter writer;
    private int depth;
    private boolean isLeaf;

    XmlTree() throws XMLStreamException {
        writer = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
        writer.writeStartDocument("UTF-8", "1.0");
    }

    /**
     * @param attributes names and values in turns
     */
    void begin(String element, String... attributes) throws XMLStreamException {
        newLine();
        writer.writeStartElement(element);
        for (int i = 0; i < attributes.length; i += 2) {
            writer.writeAttribute(attributes[i], UntrustedText.printable(attributes[i + 1]));
        }
        depth++;
        isLeaf = true;
    }

    void end() throws XMLStreamException {
        depth--;
        if (!isLeaf) {
            newLine();
        }
        isLeaf = false;
        writer.writeEndElement();
    }

    void element(String element, String content, String... attributes) throws XMLStreamException {
        begin(element, attributes);
        writer.writeCharacters(cleaned(content));
        end();
    }

    private void newLine() throws XMLStreamException {
        writer.writeCharacters("\n" + "  ".repeat(depth));
    }

    /** What is left has no character that XML 1.0 forbids: those are all of Unicode's class C. */
    static String cleaned(String content) {
        String cut = content.length() > LONGEST ? content.substring(0, LONGEST) + "..." : content;
        return UntrustedText.withoutControls(cut);
    }

    String document() throws XMLStreamException {
        writer.writeEndDocument();
        writer.close();
        return text.append('\n').toString();
    }
}
