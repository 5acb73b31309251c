@NullMarked
package io.zonekeep.client;

import org.jspecify.annotations.NullMarked;
