package cn.heyan.app.shell

import org.junit.jupiter.api.Assertions.assertEquals
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
