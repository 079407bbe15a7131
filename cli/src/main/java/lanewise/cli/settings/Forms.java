package lanewise.cli.settings;

import java.util.ArrayList;
import java.util.List;
import lanewise.layers.format.JsonArray;
import lanewise.layers.format.JsonObject;
import lanewise.layers.format.JsonValue;

/**
 * A mapping that has one of several forms, told apart by a key that only this form has.
 *
 * @param <R> the value in the program
 */
public final class Forms<R> implements Type<R> {
  private final List<Form<? extends R>> forms;

  /**
   * One form.
   *
   * @param key the key that tells it apart
   * @param type the class of its values
   * @param section all of its keys
   */
  public record Form<S>(String key, Class<S> type, Section<S> section) {}

  private Forms(List<Form<? extends R>> forms) {
    this.forms = forms;
  }

  /** Describes the forms; a mapping with none of their keys has the first. */
  public static <R> Forms<R> of(List<Form<? extends R>> forms) {
    return new Forms<>(List.copyOf(forms));
  }

  @Override
  public R read(Node node, String path) {
    Form<? extends R> form = forms.getFirst();
    if (node instanceof Node.Mapping mapping) {
      for (Form<? extends R> each : forms) {
        if (mapping.entries().containsKey(each.key())) {
          form = each;
        }
      }
      refuseOthers(mapping, form, path);
    }
    return form.section().read(node, path);
  }

  /** Refuses keys of other forms. */
  private void refuseOthers(Node.Mapping mapping, Form<? extends R> form, String path) {
    List<String> own = Section.names(form.section().keys());
    for (Form<? extends R> other : forms) {
      for (String name : Section.names(other.section().keys())) {
        Node.Entry entry = mapping.entries().get(name);
        if (entry != null && !own.contains(name)) {
          throw entry
              .value()
              .error(
                  Section.join(path, name),
                  "there is %s too; give one of them".formatted(Section.join(path, form.key())));
        }
      }
    }
  }

  @Override
  public Node write(R value) {
    for (Form<? extends R> each : forms) {
      if (each.type().isInstance(value)) {
        return write(each, value);
      }
    }
    throw new IllegalArgumentException("no form describes " + value);
  }

  private static <S> Node write(Form<S> form, Object value) {
    return form.section().write(form.type().cast(value));
  }

  @Override
  public JsonObject schema() {
    List<JsonValue> any = new ArrayList<>();
    for (Form<? extends R> each : forms) {
      any.add(each.section().schema());
    }
    return JsonObject.builder().put("anyOf", new JsonArray(any)).build();
  }

  @Override
  public String words() {
    return "a mapping";
  }

  @Override
  public List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    for (Form<? extends R> each : forms) {
      parts.add(new Part("", each.section()));
    }
    return parts;
  }
}
