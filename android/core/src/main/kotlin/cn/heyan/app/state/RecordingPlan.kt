package cn.heyan.app.state

import cn.heyan.core.RecordingLimits

/** How a recording is made: decided here, done by the camera and the encoders. */
data class RecordingPlan(
    /** Of the picture, kbit/s. */
    val videoKbit: Int,
    /** Of the sound, kbit/s. */
    val soundKbit: Int,
    /** After so many seconds it must be over; nothing when it may go on. */
    val mostS: Double?,
)

/** Within [limits], of the whole file, or of nobody: the better picture goes before the longer recording. */
fun planOf(limits: RecordingLimits?, withSound: Boolean): RecordingPlan {
    val sound = if (withSound) SOUND_KBIT else 0
    val video = limits?.kbitPerS?.let { (it - sound).toInt().coerceIn(LEAST_KBIT, MOST_KBIT) } ?: USUAL_KBIT
    val bySize = limits?.maxBytes?.let { it.toDouble() * 8 / 1000 * FILLED / (video + sound) }
    return RecordingPlan(video, sound, listOfNotNull(bySize, limits?.maxS).minOrNull())
}

/**
 * Clockwise turn, in degrees, that makes the pictures of a camera upright on the screen: [sensor] is how it sits in the device
 * (`SENSOR_ORIENTATION`), [display] how the screen is turned (`Display.getRotation`, in degrees). A front camera looks the other way,
 * so that a turn of the device counts the other way (Android's guide to camera orientation).
 */
fun turnOf(sensor: Int, display: Int, front: Boolean): Int = Math.floorMod(if (front) sensor + display else sensor - display, 360)

/** AAC of one voice. */
private const val SOUND_KBIT = 96
/** Below it a face of 720 lines breaks into blocks. */
private const val LEAST_KBIT = 800
/** Above it H.264 of 720 lines gets larger and not better. */
private const val MOST_KBIT = 6_000
private const val USUAL_KBIT = 4_000
/** Of the largest file: the container and encoders that overshoot take the rest. */
private const val FILLED = 0.95
