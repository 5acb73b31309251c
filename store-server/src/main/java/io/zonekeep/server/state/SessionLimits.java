package io.zonekeep.server.state;

/**
 * How large a session may become. It travels in the command, so that nodes with different settings
 * still decide alike.
 */
public record SessionLimits(int attributesMax, int bytesMax) {}
