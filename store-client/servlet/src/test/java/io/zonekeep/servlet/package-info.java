@NullMarked
package io.zonekeep.servlet;

import org.jspecify.annotations.NullMarked;
