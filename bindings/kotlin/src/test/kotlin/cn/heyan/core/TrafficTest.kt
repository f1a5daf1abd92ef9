package cn.heyan.core

import java.nio.ByteBuffer
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** Protects the price of crossing: a 720p frame may cost no more than 0.5 ms over what the core takes by itself. */
class TrafficTest {
    @Test
    fun `a frame of 1280 by 720 crosses in half a millisecond`() {
        // A description that the core refuses before it looks at a pixel: what is left is the crossing, both ways.
        val bytes = ByteBuffer.allocateDirect(1280 * 720 * 3 / 2)
        val meta = FrameMeta(PixelFormat.Nv21, width = 1280u, height = 720u, rotationDegrees = 45, atMs = 0uL)
        LivenessSession.open(Fixtures.pack, 1u, listOf(Action.NOD), null, Lang.EN).use { session ->
            val times = LongArray(2_000) {
                val begun = System.nanoTime()
                runCatching { session.submit(bytes, meta) }
                System.nanoTime() - begun
            }
            val sorted = times.drop(1_000).sorted()
            val median = sorted[sorted.size / 2] / 1e6
            println("binding: a 1280x720 NV21 frame crosses in %.3f ms (median), %.3f ms (95 %%)".format(median, sorted[sorted.size * 95 / 100] / 1e6))
            assertTrue(median <= 0.5, "$median ms")
        }
    }
}
