package cn.heyan.app.ui

import android.view.View
import cn.heyan.app.R
import cn.heyan.core.Finding
import cn.heyan.core.Label
import cn.heyan.core.Problem
import cn.heyan.core.Severity
import cn.heyan.core.Standing
import cn.heyan.core.Verdict

/** What is the matter and what to do. */
fun Kit.problem(problem: Problem): View =
    card(label(problem.what, bold = true), label(problem.advice, 15f, R.color.muted)).apply {
        background = shape(R.color.bad_ground, 16)
        accessibilityLiveRegion = View.ACCESSIBILITY_LIVE_REGION_POLITE
    }

fun Kit.finding(finding: Finding): View {
    val (sign, ground, ink) = when (finding.severity) {
        Severity.ERROR -> Triple("!", R.color.bad_ground, R.color.bad)
        Severity.WARNING -> Triple("?", R.color.warn_ground, R.color.warn)
        Severity.INFO -> Triple("i", R.color.good_ground, R.color.good)
    }
    val words = column(label(finding.message, 16f, bold = true), label(finding.advice, 15f, R.color.muted), gapDp = 4)
    return row(mark(sign, ground, ink), words, stretch = 1)
}

fun Kit.verdict(verdict: Verdict): View = when (verdict) {
    Verdict.ACCEPT -> badge(text(Label.VERDICT_ACCEPT), R.color.good_ground, R.color.good)
    Verdict.RETRY -> badge(text(Label.VERDICT_RETRY), R.color.warn_ground, R.color.warn)
    Verdict.REJECT -> badge(text(Label.VERDICT_REJECT), R.color.bad_ground, R.color.bad)
}

fun Kit.standing(standing: Standing): View = when (standing) {
    Standing.DONE -> mark("✓", R.color.good_ground, R.color.good)
    Standing.FORCED -> mark("!", R.color.warn_ground, R.color.warn)
    Standing.STALE -> mark("↻", R.color.warn_ground, R.color.warn)
    Standing.MISSING -> mark("·", R.color.quiet_ground, R.color.muted)
}

fun size(bytes: ULong): String = when {
    bytes < 1_000_000uL -> "${bytes / 1000uL} kB"
    else -> "%.1f MB".format(bytes.toDouble() / 1e6)
}
