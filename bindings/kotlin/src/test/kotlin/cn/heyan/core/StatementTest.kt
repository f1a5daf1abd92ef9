package cn.heyan.core

import java.nio.ByteBuffer
import java.nio.ByteOrder
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** Protects the way of sound into the core, chunk by chunk, and of the place in the text back. */
class StatementTest {
    private val template = "version = 1\nid = \"t\"\nedition = \"1\"\nsource = \"a test\"\ntext = '''${Fixtures.text("reading.txt")}'''\n"

    private fun session() = StatementSession.open(Fixtures.pack, 1u, emptyList(), Lang.EN, template)

    /** Feeds the first [share] of the reading in chunks of 20 ms, as `AudioRecord` gives them, and a still face beside it. */
    private fun read(session: StatementSession, share: Double, frames: Boolean): List<StatementLive> {
        val sound = Fixtures.sound("reading.wav")
        val clip = Fixtures.clip("1-good-run")
        val chunk = sound.rate / 50
        val lives = mutableListOf<StatementLive>()
        for (n in 0 until (sound.samples.size / chunk * share).toInt()) {
            val bytes = ByteBuffer.allocateDirect(chunk * 2).order(ByteOrder.nativeOrder())
            bytes.asShortBuffer().put(sound.samples, n * chunk, chunk)
            lives += session.hear(bytes, sound.rate.toUInt(), 1u)
            if (frames && n % 2 == 0) {
                val (picture, meta) = clip.frame(0)
                session.see(picture, meta.copy(atMs = (n * 20).toULong()))
            }
        }
        return lives
    }

    @Test
    fun `the place in the text follows the voice to its end`() = session().use { session ->
        val lives = read(session, 1.0, frames = false)
        val length = session.text().codePointCount(0, session.text().length)
        assertTrue(lives.zipWithNext().all { (a, b) -> b.position >= a.position }, "a teleprompter never scrolls back")
        val middle = lives[lives.size / 2].position.toInt()
        assertTrue(middle in length / 4..length * 3 / 4, "half way through the sound it stands at $middle of $length")
        assertTrue(lives.last().position.toInt() > length * 9 / 10, "${lives.last()}")
        val report = session.finish()
        assertTrue(report.coverage > 0.85, report.toString())
        assertFalse("statement.incomplete_reading" in report.findings.map { it.code })
        assertTrue("statement.face_lost" in report.findings.map { it.code }, "no frame was ever seen")
    }

    @Test
    fun `who stops early and whose lips stand still is told so`() = session().use { session ->
        val lives = read(session, 0.5, frames = true)
        assertTrue(lives.none { it.done })
        val report = session.finish()
        val codes = report.findings.map { it.code }
        assertEquals(Verdict.RETRY, report.verdict)
        assertTrue("statement.incomplete_reading" in codes && "statement.lips_not_moving" in codes, codes.toString())
        assertTrue(report.faceShare > 0.9, report.toString())
    }

    @Test
    fun `a file beyond what is taken is told`() {
        val limited = template + "\n[recording]\ncontainers = [\"mp4\"]\nmax_bytes = 1000000\nmax_s = 60.0\n"
        StatementSession.open(Fixtures.pack, 1u, emptyList(), Lang.EN, limited).use { session ->
            val limits = session.limits()
            assertEquals(1_000_000uL, limits.maxBytes)
            assertTrue(limits.kbitPerS!! in 100.0..140.0, limits.toString())
            val codes = session.finish(RecordedFile("avi", "h264", 2_000_000uL, 30.0, 640u, 480u, 30.0)).findings.map { it.code }
            assertTrue("statement.file_format" in codes && "statement.file_too_large" in codes, codes.toString())
        }
    }

    @Test
    fun `what is no sound, and blanks without values, are refused`() {
        session().use { session ->
            val bytes = ByteBuffer.allocateDirect(321)
            assertThrows(HeyanException.BadArgument::class.java) { session.hear(bytes, 16_000u, 1u) }
            assertThrows(HeyanException.BadArgument::class.java) { session.hear(ByteBuffer.allocateDirect(320), 10u, 1u) }
        }
        val form = scriptForm()
        assertTrue(form.sample && form.codeDigits == 4u && "domain" in form.fields)
        assertThrows(HeyanException.BadArgument::class.java) {
            StatementSession.open(Fixtures.pack, 1u, listOf(Blank("domain", "example.cn")), Lang.EN)
        }
        assertEquals(4, scriptCode(98_765uL, form.codeDigits).length)
    }
}
