package cn.heyan.app.state

import cn.heyan.core.RecordingLimits
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** Protects that pictures stand upright, however the camera sits and the device is held. */
class TurnTest {
    @Test
    fun `a phone held upright has a back camera at 90 and a front camera at 270 degrees`() {
        assertEquals(90, turnOf(sensor = 90, display = 0, front = false))
        assertEquals(270, turnOf(sensor = 270, display = 0, front = true))
        // Some phones have their front camera the other way round, as the Nexus 6P.
        assertEquals(90, turnOf(sensor = 90, display = 0, front = true))
    }

    @Test
    fun `a turned screen turns back and front camera against each other`() {
        // `ROTATION_90`: the device lies on its right side. Both sensors have their long side level then.
        assertEquals(0, turnOf(sensor = 90, display = 90, front = false))
        assertEquals(0, turnOf(sensor = 270, display = 90, front = true))
        assertEquals(180, turnOf(sensor = 90, display = 270, front = false))
        assertEquals(180, turnOf(sensor = 270, display = 270, front = true))
        // A tablet whose natural side is the long one, held upright.
        assertEquals(270, turnOf(sensor = 0, display = 90, front = false))
        for (sensor in listOf(0, 90, 180, 270)) for (display in listOf(0, 90, 180, 270)) for (front in listOf(true, false)) {
            assertTrue(turnOf(sensor, display, front) in listOf(0, 90, 180, 270))
        }
    }
}

/** Protects that a recording stays within what the provider takes. */
class RecordingPlanTest {
    private fun limits(bytes: ULong? = null, most: Double? = null, kbit: Double? = null) = RecordingLimits(bytes, null, most, null, kbit)

    @Test
    fun `without limits it is recorded as usual and for as long as it takes`() {
        val plan = planOf(limits(), withSound = false)
        assertEquals(4_000 to 0, plan.videoKbit to plan.soundKbit)
        assertNull(plan.mostS)
        assertEquals(plan, planOf(null, withSound = false))
    }

    @Test
    fun `a wide limit gives the better picture, up to where it gets no better`() {
        val plan = planOf(limits(50_000_000uL, 60.0, 6_333.0), withSound = true)
        assertEquals(6_000 to 96, plan.videoKbit to plan.soundKbit)
        assertEquals(60.0, plan.mostS!!)
    }

    @Test
    fun `a narrow limit keeps the face readable and ends the recording before the file is too large`() {
        val plan = planOf(limits(10_485_760uL, 180.0, 442.0), withSound = true)
        assertEquals(800, plan.videoKbit)
        assertTrue(plan.mostS!! in 60.0..120.0, "$plan")
        assertTrue((plan.videoKbit + plan.soundKbit) * 1000.0 / 8 * plan.mostS!! < 10_485_760)
    }

    @Test
    fun `a largest file without a longest time ends it as well`() {
        val plan = planOf(limits(bytes = 1_000_000uL), withSound = false)
        assertTrue(plan.videoKbit * 1000.0 / 8 * plan.mostS!! < 1_000_000)
    }
}
