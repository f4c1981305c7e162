/**
 * What people do with parked events, and how they look at an inbox: over the management port, and
 * as commands of a service's own jar. Both doors lead to the same desk.
 */
@NullMarked
package dev.ensemble.messaging.admin;

import org.jspecify.annotations.NullMarked;
