/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What an operator says is left on a SIM, read from its own words.
 */
#ifndef SMSD_AMOUNT_H
#define SMSD_AMOUNT_H

#include <glib.h>

/* The amount of money behind `words`: "余额为12.30元" is 1230 fen, a debt is below
 * 0.  FALSE: there is none; a hint ("余额不足,请充值50元") is none. */
gboolean amount_find(const char *answer, const char *words, int *fen);

#endif
