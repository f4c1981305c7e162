/**
 * What every service that answers over HTTP needs and none should write again: a problem document
 * for each failure, strict reading of JSON, and limits on what a request may cost.
 */
@NullMarked
package dev.ensemble.http;

import org.jspecify.annotations.NullMarked;
