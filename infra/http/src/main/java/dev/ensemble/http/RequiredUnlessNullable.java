package dev.ensemble.http;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Executable;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;

/**
 * In null-marked code a constructor's parameter that is not {@code @Nullable} must be in the JSON,
 * and not as null: the compiler already trusts the code for that, so the wire has to hold it.
 */
final class RequiredUnlessNullable extends JacksonAnnotationIntrospector {
  private static final long serialVersionUID = 1L;

  @Override
  public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated annotated) {
    if (annotated instanceof AnnotatedParameter parameter
        && parameter.getOwner().getAnnotated() instanceof Executable constructor
        && isNullMarked(constructor.getDeclaringClass())) {
      AnnotatedType type = constructor.getAnnotatedParameterTypes()[parameter.getIndex()];
      return JsonSetter.Value.construct(nulls(type), nulls(content(type)));
    }
    return super.findSetterInfo(config, annotated);
  }

  private static Nulls nulls(@Nullable AnnotatedType type) {
    return type == null || type.isAnnotationPresent(Nullable.class) ? Nulls.DEFAULT : Nulls.FAIL;
  }

  /** A list's elements, a map's values. */
  private static @Nullable AnnotatedType content(AnnotatedType type) {
    if (type instanceof AnnotatedParameterizedType parameterized) {
      AnnotatedType[] arguments = parameterized.getAnnotatedActualTypeArguments();
      return arguments[arguments.length - 1];
    }
    return null;
  }

  private static boolean isNullMarked(Class<?> type) {
    for (Class<?> next = type; next != null; next = next.getEnclosingClass()) {
      if (next.isAnnotationPresent(NullMarked.class)) {
        return true;
      }
    }
    Package room = type.getPackage();
    return room != null && room.isAnnotationPresent(NullMarked.class);
  }
}
