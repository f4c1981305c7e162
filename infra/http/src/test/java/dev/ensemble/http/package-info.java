/** Each kind of bad request, sent to a real server. */
@NullMarked
package dev.ensemble.http;

import org.jspecify.annotations.NullMarked;
