/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a monitoring system reads: a file in Prometheus' text format (0.0.4),
 * rewritten every metrics_every seconds and replaced atomically.  node_exporter
 * takes it from its textfile directory.  No number, no IMSI, no word of a text.
 */
#ifndef SMSD_METRICS_H
#define SMSD_METRICS_H

#include "smsd/engine.h"

/* Every so often from now on; nothing when no file is configured. */
void	metrics_start(struct engine *engine);
void	metrics_stop(struct engine *engine);

/* The whole text. NULL and `error` when the database fails; caller frees. */
char	*metrics_text(struct engine *engine, GError **error);

#endif
