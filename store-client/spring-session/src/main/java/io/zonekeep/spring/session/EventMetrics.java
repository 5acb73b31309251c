package io.zonekeep.spring.session;

/**
 * What became of session events since the start, at one moment.
 *
 * @param created SessionCreatedEvents published
 * @param deleted SessionDeletedEvents published
 * @param expired SessionExpiredEvents published
 * @param failed events of which a listener threw
 * @param gaps how often events were missed, as the store no longer kept them
 */
public record EventMetrics(long created, long deleted, long expired, long failed, long gaps) {}
