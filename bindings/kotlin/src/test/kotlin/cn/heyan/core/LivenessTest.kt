package cn.heyan.core

import java.util.concurrent.atomic.AtomicInteger
import kotlin.concurrent.thread
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** Protects the hot path: camera frames in, one at a time, and what to tell the person out. */
class LivenessTest {
    private fun session(actions: List<Action>) = LivenessSession.open(Fixtures.pack, 1u, actions, null, Lang.EN)

    @Test
    fun `a tilt where a turn was asked is told while it happens`() {
        val clip = Fixtures.clip("2-tilt-instead-of-turn")
        assertEquals(listOf(Action.TURN_LEFT), clip.actions)
        session(clip.actions).use { session ->
            val lives = mutableListOf<LivenessLive>()
            for (n in 0 until clip.size) {
                val (bytes, meta) = clip.frame(n)
                lives += session.submit(bytes, meta)!!
                if (lives.last().ended) break
            }
            assertTrue(lives.any { it.hint == LivenessHint.KEEP_UPRIGHT }, "the person is told at once")
            assertTrue(lives.any { it.outline.size > 30 }, "there is a face to draw")
            val report = session.finish()
            assertEquals(Verdict.RETRY, report.verdict)
            assertEquals(Action.TILT_LEFT, report.actions.single().seen)
            assertFalse(report.actions.single().passed)
            assertTrue("liveness.tilt_instead_of_turn" in report.findings.map { it.code })
        }
    }

    @Test
    fun `a good run passes and a card does not`() {
        for ((name, passes) in listOf("1-good-run" to true, "3-flat-card" to false)) {
            val clip = Fixtures.clip(name)
            val report = session(clip.actions).use { session ->
                for (n in 0 until clip.size) clip.frame(n).let { (bytes, meta) -> session.submit(bytes, meta) }
                session.finish()
            }
            assertEquals(passes, report.verdict == Verdict.ACCEPT, "$name: ${report.findings}")
        }
    }

    @Test
    fun `a session that has ended says so`() = session(listOf(Action.NOD)).use { session ->
        session.finish()
        val (bytes, meta) = Fixtures.clip("1-good-run").frame(0)
        assertThrows(HeyanException.Ended::class.java) { session.submit(bytes, meta) }
        assertThrows(HeyanException.Ended::class.java) { session.finish() }
        Unit
    }

    @Test
    fun `two threads on one session never wait for each other nor break it`() {
        val clip = Fixtures.clip("1-good-run")
        session(clip.actions).use { session ->
            val next = AtomicInteger()
            val failures = AtomicInteger()
            val threads = List(2) {
                thread {
                    while (true) {
                        val n = next.getAndIncrement()
                        if (n >= 60) break
                        val (bytes, meta) = clip.frame(n)
                        runCatching { session.submit(bytes, meta) }.onFailure { failures.incrementAndGet() }
                    }
                }
            }
            threads.forEach { it.join() }
            assertEquals(0, failures.get())
            assertTrue(session.finish().framesRead in 1uL..60uL)
        }
    }

    @Test
    fun `two hundred sessions opened and closed leave no memory behind`() {
        repeat(40) { session(listOf(Action.NOD)).close() }
        val before = residentKb()
        repeat(200) { session(listOf(Action.NOD)).close() }
        val grown = residentKb() - before
        // A session's two networks take over 5 MB: 200 kept ones would take a gigabyte.
        assertTrue(grown < 40_000, "grown by $grown KB")
    }

    @Test
    fun `what cannot be asked is refused`() {
        assertThrows(HeyanException.BadArgument::class.java) { session(emptyList()) }
        assertThrows(HeyanException.BadArgument::class.java) {
            LivenessSession.open(Fixtures.pack, 1u, listOf(Action.NOD), "no spaces please", Lang.EN)
        }
        assertEquals(drawActions(2026uL, 3u), drawActions(2026uL, 3u))
        assertTrue(actionWords(Action.TURN_LEFT, Lang.ZH).isNotBlank())
    }

    private fun residentKb(): Long {
        System.gc()
        val line = java.io.File("/proc/self/status").readLines().first { it.startsWith("VmRSS") }
        return line.filter(Char::isDigit).toLong()
    }
}
