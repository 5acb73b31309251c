/** The main job, shown: stateless app servers, their users, and faults they must not notice. */
@NullMarked
package io.zonekeep.demo;

import org.jspecify.annotations.NullMarked;
