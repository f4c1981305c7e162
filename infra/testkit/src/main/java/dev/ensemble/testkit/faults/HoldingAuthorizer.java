package dev.ensemble.testkit.faults;

import java.util.List;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.server.authorizer.Action;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.authorizer.AuthorizationResult;

/**
 * The broker's own authorizer, which it asks about every request before it does anything. Public
 * because the broker makes it, by its name.
 */
public final class HoldingAuthorizer extends StandardAuthorizer {

  @Override
  public List<AuthorizationResult> authorize(
      AuthorizableRequestContext context, List<Action> actions) {
    if (context.requestType() == ApiKeys.PRODUCE.id) {
      for (Action action : actions) {
        if (action.resourcePattern().resourceType() == ResourceType.TOPIC) {
          HeldWrites.arrive(context.clientId(), action.resourcePattern().name());
        }
      }
    }
    return super.authorize(context, actions);
  }
}
