package dev.ballast.launcher.planfile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * The only reader of YAML. One document of scalars, lists and mappings: anchors, aliases and tags,
 * which could make much of little or something else of a text, are refused.
 */
final class Yaml {
    /** A plan needs four: the probes, one of them, its checks, one of these. */
    private static final int DEEPEST = 8;

    private static final Pattern CONTROL = Pattern.compile("[\\p{C}&&[^\\n\\t]]");

    private static final LoadSettings SETTINGS = LoadSettings.builder().build();

    private final Mistakes mistakes;
    private final Iterator<Event> events;

    private Yaml(String text, Mistakes mistakes) {
        this.mistakes = mistakes;
        this.events = new Parse(SETTINGS).parseString(text).iterator();
    }

    /**
     * @param mistakes gets those behind which the rest can still be read, such as a key that is
     *     there twice
     * @return none when nothing is in it but comments
     * @throws WrongPlan when it cannot be read
     */
    static Optional<Node> read(String text, Mistakes mistakes) throws WrongPlan {
        checkCharacters(text, mistakes);
        return new Yaml(text, mistakes).document();
    }

    private static void checkCharacters(String text, Mistakes mistakes) throws WrongPlan {
        int c;
        for (int i = 0; i < text.length(); i += Character.charCount(c)) {
            c = text.codePointAt(i);
            if (!StreamReader.isPrintable(c)) {
                throw mistakes.last(
                        Mark.after(text.substring(0, i)),
                        String.format("the character U+%04X does not belong into a text", c));
            }
        }
    }

    private Optional<Node> document() throws WrongPlan {
        next(); // the stream's start
        Event start = next();
        if (!(start instanceof DocumentStartEvent)) {
            return Optional.empty();
        }
        Node root = node(next(), 0);
        next(); // the document's end
        Event behind = next();
        if (behind instanceof DocumentStartEvent) {
            throw mistakes.last(
                    mark(behind), "a second document begins here; a plan is one document");
        }
        return isNothing(root) ? Optional.empty() : Optional.of(root);
    }

    private static boolean isNothing(Node root) {
        return root instanceof Node.Scalar scalar && scalar.isNull();
    }

    private Event next() throws WrongPlan {
        try {
            return events.next();
        } catch (MarkedYamlEngineException failure) {
            throw mistakes.last(
                    failure.getProblemMark().map(Yaml::mark).orElse(new Mark(1, 1)),
                    SyntaxWords.of(failure.getProblem(), failure.getContext()));
        } catch (YamlEngineException failure) {
            throw mistakes.last(
                    new Mark(1, 1), SyntaxWords.of(String.valueOf(failure.getMessage()), null));
        }
    }

    private static Mark mark(org.snakeyaml.engine.v2.exceptions.Mark place) {
        return new Mark(place.getLine() + 1, place.getColumn() + 1);
    }

    private static Mark mark(Event event) {
        return event.getStartMark().map(Yaml::mark).orElse(new Mark(1, 1));
    }

    private Node node(Event event, int depth) throws WrongPlan {
        checkIsPlainlyWritten((NodeEvent) event);
        Mark mark = mark(event);
        if (event instanceof ScalarEvent scalar) {
            return scalar(mark, scalar);
        }
        if (depth == DEEPEST) {
            throw mistakes.last(mark, "nested deeper than any plan is");
        }
        return event instanceof MappingStartEvent
                ? mapping(mark, depth + 1)
                : new Node.Sequence(mark, items(depth + 1));
    }

    private void checkIsPlainlyWritten(NodeEvent event) throws WrongPlan {
        Optional<String> tag =
                event instanceof ScalarEvent scalar
                        ? scalar.getTag()
                        : event instanceof CollectionStartEvent collection
                                ? collection.getTag()
                                : Optional.empty();
        boolean isAlias = event instanceof AliasEvent;
        if (isAlias || event.getAnchor().isPresent() || tag.isPresent()) {
            String what =
                    isAlias ? "an alias (*)" : tag.isPresent() ? "a tag (!)" : "an anchor (&)";
            throw mistakes.last(
                    mark(event),
                    what + " stands here, which is not read; write the value itself, in quotes");
        }
    }

    private Node.Scalar scalar(Mark mark, ScalarEvent event) {
        if (CONTROL.matcher(event.getValue()).find()) {
            mistakes.add(mark, "a control character is in this value");
        }
        return new Node.Scalar(mark, event.getValue(), event.isPlain());
    }

    private List<Node> items(int depth) throws WrongPlan {
        List<Node> items = new ArrayList<>();
        for (Event event = next(); isNode(event); event = next()) {
            items.add(node(event, depth));
        }
        return items;
    }

    private Node.Mapping mapping(Mark mark, int depth) throws WrongPlan {
        Map<Node.Scalar, Node> entries = new LinkedHashMap<>();
        Map<String, Mark> seen = new HashMap<>();
        for (Event event = next(); isNode(event); event = next()) {
            Node key = node(event, depth);
            Node value = node(next(), depth);
            if (!(key instanceof Node.Scalar word)) {
                mistakes.add(key.mark(), "a key is a word, not " + key.kind());
                continue;
            }
            Mark first = seen.putIfAbsent(word.text(), key.mark());
            if (first != null) {
                mistakes.add(
                        key.mark(),
                        "`" + word.text() + "` is there twice, first in line " + first.line());
            } else {
                entries.put(word, value);
            }
        }
        return new Node.Mapping(mark, entries);
    }

    private static boolean isNode(Event event) {
        return event instanceof NodeEvent;
    }
}
