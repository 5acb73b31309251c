/** Tests of the store on disk. */
@NullMarked
package io.zonekeep.server.storage;

import org.jspecify.annotations.NullMarked;
