package cn.heyan.app

import android.Manifest
import android.app.Activity
import android.app.AlertDialog
import android.content.Intent
import android.content.pm.ActivityInfo
import android.content.pm.PackageManager
import android.content.res.Configuration
import android.net.Uri
import android.os.Build
import android.os.Bundle
import android.provider.Settings
import android.view.WindowManager
import cn.heyan.app.platform.Speaker
import cn.heyan.app.shell.Threads
import cn.heyan.app.ui.Kit
import cn.heyan.core.Desk
import cn.heyan.core.Effect
import cn.heyan.core.Navigator
import cn.heyan.core.Permission
import cn.heyan.core.permissionWords
import java.io.File
import java.io.IOException

/** Shows the place that the navigator is at. */
class MainActivity : Activity() {
    val kit by lazy { Kit(this) }
    val desk: Desk by lazy { (application as HeyanApp).desk }
    val threads: Threads by lazy { (application as HeyanApp).threads }
    val speaker by lazy { Speaker(this) }
    private val navigator by lazy { Navigator() }
    private var shown: Shown<*, *>? = null
    private var permitted: ((Boolean) -> Unit)? = null
    private var chosen: ((File) -> Unit)? = null

    override fun onCreate(state: Bundle?) {
        super.onCreate(state)
        // Documents and faces: no screenshots, nothing in the list of recent apps.
        window.addFlags(WindowManager.LayoutParams.FLAG_SECURE)
        if (Build.VERSION.SDK_INT >= 33) onBackInvokedDispatcher.registerOnBackInvokedCallback(0) { move(Effect.Back) }
        desk.speak(kit.lang)
        show()
    }

    @Deprecated("Android before 13 calls it")
    override fun onBackPressed() = move(Effect.Back)

    override fun onStop() {
        super.onStop()
        // The camera is not ours any more: begun captures are begun again.
        if (!isFinishing && navigator.putAside()) show()
    }

    override fun onConfigurationChanged(now: Configuration) {
        super.onConfigurationChanged(now)
        desk.speak(kit.lang)
        shown?.retell()
    }

    override fun onDestroy() {
        shown?.leave()
        speaker.close()
        super.onDestroy()
    }

    /** Goes where [effect] says; out of the app where there is no way back. */
    fun move(effect: Effect) {
        val moved = when (effect) {
            is Effect.Go -> navigator.go(effect.place)
            is Effect.GoFromHome -> navigator.goFromHome(effect.place)
            is Effect.Back -> navigator.back().also { if (!it) finish() }
            else -> false
        }
        if (moved) show()
    }

    private fun show() {
        shown?.leave()
        speaker.hush()
        val watches = navigator.usesCamera()
        requestedOrientation = if (watches) ActivityInfo.SCREEN_ORIENTATION_PORTRAIT else ActivityInfo.SCREEN_ORIENTATION_UNSPECIFIED
        val next = shown(navigator.shown(), watches)
        shown = next
        setContentView(next.view)
        next.start()
    }

    /** Clockwise turn of the screen, degrees. */
    val turned: Int get() = @Suppress("DEPRECATION") 90 * (if (Build.VERSION.SDK_INT >= 30) display?.rotation ?: 0 else windowManager.defaultDisplay.rotation)

    fun showLanguages() {
        val page = if (Build.VERSION.SDK_INT >= 33) Settings.ACTION_APP_LOCALE_SETTINGS else Settings.ACTION_LOCALE_SETTINGS
        startActivity(Intent(page).apply { if (Build.VERSION.SDK_INT >= 33) data = Uri.fromParts("package", packageName, null) })
    }

    fun showLicences() {
        val words = assets.open("licences.txt").use { it.readBytes().decodeToString() }
        AlertDialog.Builder(this).setMessage(words).show()
    }

    /** Asks for [permissions], telling why, unless they are given; [then] is told whether all are. */
    fun permit(permissions: List<Permission>, then: (Boolean) -> Unit) {
        val missing = permissions.filter { checkSelfPermission(it.system) != PackageManager.PERMISSION_GRANTED }
        if (missing.isEmpty()) return then(true)
        permitted = then
        AlertDialog.Builder(this)
            .setMessage(missing.joinToString("\n") { permissionWords(it, kit.lang) })
            .setPositiveButton(android.R.string.ok) { _, _ -> requestPermissions(missing.map { it.system }.toTypedArray(), ASK) }
            .setOnCancelListener { permitted(false) }
            .show()
    }

    override fun onRequestPermissionsResult(code: Int, permissions: Array<String>, results: IntArray) =
        permitted(results.isNotEmpty() && results.all { it == PackageManager.PERMISSION_GRANTED })

    private fun permitted(yes: Boolean) {
        val then = permitted
        permitted = null
        then?.invoke(yes)
    }

    private val Permission.system: String
        get() = when (this) {
            Permission.CAMERA -> Manifest.permission.CAMERA
            Permission.MICROPHONE -> Manifest.permission.RECORD_AUDIO
        }

    /** Lets the person choose a file; a copy of it is handed to [then]. */
    fun choose(then: (File) -> Unit) {
        chosen = then
        startActivityForResult(Intent(Intent.ACTION_OPEN_DOCUMENT).addCategory(Intent.CATEGORY_OPENABLE).setType("*/*"), CHOOSE)
    }

    @Deprecated("The framework has no other without a library")
    override fun onActivityResult(request: Int, result: Int, data: Intent?) {
        val (from, then) = (data?.data ?: return) to (chosen ?: return)
        chosen = null
        threads.work {
            val copy = File.createTempFile("page", null, cacheDir)
            try {
                contentResolver.openInputStream(from)?.use { stream -> copy.outputStream().use(stream::copyTo) }
            } catch (gone: IOException) {
                // An empty page is told as no picture.
                copy.writeBytes(ByteArray(0))
            }
            threads.screen { then(copy) }
        }
    }

    private companion object {
        const val ASK = 1
        const val CHOOSE = 2
    }
}
