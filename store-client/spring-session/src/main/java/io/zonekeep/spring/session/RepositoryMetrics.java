package io.zonekeep.spring.session;

/**
 * What a repository has done since it was made, at one moment.
 *
 * @param found sessions looked up by id and found
 * @param absent ids looked up that the store has no session of
 * @param notModified sessions found of which the near cache held the present version
 * @param unreadable sessions that could not be read and counted as absent
 * @param saved saves that wrote
 * @param unchanged saves that had nothing to write
 * @param refused saves of sessions that had ended
 * @param nearSessions sessions in the near cache now
 * @param nearBytes their bytes
 */
public record RepositoryMetrics(
    long found,
    long absent,
    long notModified,
    long unreadable,
    long saved,
    long unchanged,
    long refused,
    int nearSessions,
    long nearBytes) {}
