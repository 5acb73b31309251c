@NullMarked
package io.zonekeep.cli;

import org.jspecify.annotations.NullMarked;
