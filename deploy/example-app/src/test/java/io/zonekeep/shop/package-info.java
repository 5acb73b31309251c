@NullMarked
package io.zonekeep.shop;

import org.jspecify.annotations.NullMarked;
