package cn.heyan.app.shell

/**
 * Clockwise turn, in degrees, that makes the pictures of a camera upright on the screen: [sensor] is how it sits in the device
 * (`SENSOR_ORIENTATION`), [display] how the screen is turned (`Display.getRotation`, in degrees). A front camera looks the other way,
 * so that a turn of the device counts the other way (Android's guide to camera orientation).
 */
fun turnOf(sensor: Int, display: Int, front: Boolean): Int = Math.floorMod(if (front) sensor + display else sensor - display, 360)
