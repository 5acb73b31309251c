/**
 * The command {@code zonekeep}. One class a subcommand: it parses, makes one call of the client and
 * prints. What it prints to standard output is the result and nothing else; what went wrong is one
 * line on standard error and an {@link io.zonekeep.cli.ExitCode}.
 */
@NullMarked
package io.zonekeep.cli;

import org.jspecify.annotations.NullMarked;
