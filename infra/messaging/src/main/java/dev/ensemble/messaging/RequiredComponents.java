package dev.ensemble.messaging;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.io.Serial;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Executable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;

/**
 * A record's components are required, unless they are {@code Optional} or {@code @Nullable}: a
 * field that is missing is noticed where the fact is read, not as a null deep in a use case.
 */
final class RequiredComponents extends JacksonAnnotationIntrospector {
  @Serial private static final long serialVersionUID = 1L;

  @Override
  public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
    return isRequired(member) ? Boolean.TRUE : super.hasRequiredMarker(config, member);
  }

  @Override
  public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated annotated) {
    return isRequired(annotated)
        ? JsonSetter.Value.forValueNulls(Nulls.FAIL)
        : super.findSetterInfo(config, annotated);
  }

  private static boolean isRequired(Annotated annotated) {
    if (!(annotated instanceof AnnotatedParameter parameter)
        || !parameter.getDeclaringClass().isRecord()
        || Optional.class.isAssignableFrom(parameter.getRawType())) {
      return false;
    }
    // The annotation sits on the type, where Jackson itself does not look.
    AnnotatedType[] types = ((Executable) parameter.getMember()).getAnnotatedParameterTypes();
    return !types[parameter.getIndex()].isAnnotationPresent(Nullable.class);
  }
}
