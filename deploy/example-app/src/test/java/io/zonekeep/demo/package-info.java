@NullMarked
package io.zonekeep.demo;

import org.jspecify.annotations.NullMarked;
