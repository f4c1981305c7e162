/** A point for every euro that a customer has paid and not got back. */
@NullMarked
package com.example.loyalty;

import org.jspecify.annotations.NullMarked;
