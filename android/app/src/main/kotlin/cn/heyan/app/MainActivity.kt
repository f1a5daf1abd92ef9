package cn.heyan.app

import android.app.Activity
import android.app.AlertDialog
import android.content.Intent
import android.content.pm.ActivityInfo
import android.content.pm.PackageManager
import android.net.Uri
import android.os.Build
import android.os.Bundle
import android.provider.Settings
import android.view.View
import android.view.WindowManager
import android.widget.FrameLayout
import android.widget.Toast
import cn.heyan.app.state.CasesPresenter
import cn.heyan.app.state.Desk
import cn.heyan.app.state.Held
import cn.heyan.app.state.Navigator
import cn.heyan.app.state.NewCasePresenter
import cn.heyan.app.state.Place
import cn.heyan.app.state.SettingsPresenter
import cn.heyan.app.state.problemOf
import cn.heyan.app.ui.Kit
import cn.heyan.app.ui.cases
import cn.heyan.app.ui.newCase
import cn.heyan.app.ui.problem
import cn.heyan.app.ui.settings
import cn.heyan.core.HeyanException
import cn.heyan.core.Profiles
import java.io.File

/** Shows the place that the navigator is at. */
class MainActivity : Activity() {
    val kit by lazy { Kit(this) }
    val desk: Desk by lazy { (application as HeyanApp).desk }
    val navigator = Navigator()
    private var screen: Screen? = null
    private var granted: (() -> Unit)? = null
    private var chosen: ((String) -> Unit)? = null

    override fun onCreate(state: Bundle?) {
        super.onCreate(state)
        // Documents and faces: no screenshots, nothing in the list of recent apps.
        window.addFlags(WindowManager.LayoutParams.FLAG_SECURE)
        if (Build.VERSION.SDK_INT >= 33) onBackInvokedDispatcher.registerOnBackInvokedCallback(0) { back() }
        navigator.places.watch { places -> runOnUiThread { show(places.last()) } }
    }

    private fun back() {
        if (!navigator.back()) finish()
    }

    @Deprecated("Android before 13 calls it")
    override fun onBackPressed() = back()

    override fun onStop() {
        super.onStop()
        // The camera is not ours any more: begun captures are begun again.
        if (screen?.upright == true && !isFinishing) navigator.back()
    }

    override fun onDestroy() {
        screen?.close()
        super.onDestroy()
    }

    private fun show(place: Place) {
        screen?.close()
        val shown = try {
            of(place)
        } catch (error: HeyanException) {
            // Sent in the background just now, or its key is gone: told, and the way back is open.
            Screen(kit.page(kit.column(kit.problem(problemOf(error)))), emptyList())
        }
        screen = shown
        requestedOrientation = if (shown.upright) ActivityInfo.SCREEN_ORIENTATION_PORTRAIT else ActivityInfo.SCREEN_ORIENTATION_UNSPECIFIED
        setContentView(shown.view)
    }

    private fun of(place: Place): Screen = when (place) {
        Place.Cases -> casesScreen()
        Place.NewCase -> newCaseScreen()
        Place.Settings -> settingsScreen()
        is Place.CaseHome -> caseScreen(place.case)
        is Place.Consent -> consentScreen(place.case)
        is Place.Typed -> typedScreen(place.case)
        is Place.Scan -> scanScreen(place.case, place.step)
        is Place.Face -> faceScreen(place.case)
        is Place.Portrait -> portraitScreen(place.case)
        is Place.Statement -> statementScreen(place.case)
        is Place.Letter -> letterScreen(place.case, place.step)
        is Place.Send -> sendScreen(place.case)
        is Place.Order -> orderScreen(place.case)
    }

    /** Draws [state] anew with every change, on the screen's thread, once a frame at most. */
    fun <S> drawn(state: Held<S>, draw: (S) -> View): Pair<FrameLayout, AutoCloseable> {
        val frame = FrameLayout(this)
        val redraw = Runnable {
            frame.removeAllViews()
            frame.addView(draw(state.now))
        }
        val watching = state.watch { frame.removeCallbacks(redraw); frame.post(redraw) }
        return frame to watching
    }

    /** The same for fields that are typed in: only when [look] changes, since a letter drawn anew takes the cursor with it. */
    fun <S> typedIn(state: Held<S>, look: (S) -> Any?, draw: (S) -> View): Pair<FrameLayout, AutoCloseable> {
        val shown = Held(state.now)
        var last = look(state.now)
        val following = state.watch { now -> if (look(now) != last) { last = look(now); shown.set { now } } }
        val (frame, watching) = drawn(shown, draw)
        return frame to AutoCloseable { following.close(); watching.close() }
    }

    /** Clockwise turn of the screen, degrees. */
    val turned: Int get() = @Suppress("DEPRECATION") 90 * (if (Build.VERSION.SDK_INT >= 30) display?.rotation ?: 0 else windowManager.defaultDisplay.rotation)

    private fun casesScreen(): Screen {
        val cases = CasesPresenter(desk)
        val (view, watching) = drawn(cases.state) { state ->
            kit.cases(state, { navigator.go(Place.CaseHome(it)) }, cases::delete, { navigator.go(Place.NewCase) }, { navigator.go(Place.Settings) })
        }
        cases.load()
        return Screen(view, listOf(watching))
    }

    private fun newCaseScreen(): Screen {
        val new = NewCasePresenter(desk, Profiles(desk.lang))
        fun pick(provider: Boolean) {
            val list = if (provider) new.state.now.providers else new.state.now.provinces
            AlertDialog.Builder(this).setItems(list.map { it.name }.toTypedArray()) { _, n ->
                new.change { if (provider) it.copy(provider = list[n].key, ownProfile = null) else it.copy(province = list[n].key) }
            }.show()
        }
        val (view, watching) = typedIn(new.state, { listOf(it.provider, it.province, it.ownProfile, it.problem) }) { state ->
            kit.newCase(state, new::change, ::pick, { choose { path -> new.profile(File(path).run { readText().also { delete() } }) } }, new::create)
        }
        val leaving = new.state.watch { state -> state.made?.let { made -> runOnUiThread { navigator.home(); navigator.go(Place.CaseHome(made)) } } }
        return Screen(view, listOf(watching, leaving))
    }

    private fun settingsScreen(): Screen {
        val settings = SettingsPresenter(desk)
        val (view, watching) = drawn(settings.state) { state ->
            kit.settings(state, ::language, ::licences, settings::ask, settings::leave, settings::deleteAll)
        }
        return Screen(view, listOf(watching))
    }

    private fun language() {
        val page = if (Build.VERSION.SDK_INT >= 33) Settings.ACTION_APP_LOCALE_SETTINGS else Settings.ACTION_LOCALE_SETTINGS
        startActivity(Intent(page).apply { if (Build.VERSION.SDK_INT >= 33) data = Uri.fromParts("package", packageName, null) })
    }

    private fun licences() {
        val words = assets.open("licences.txt").use { it.readBytes().decodeToString() }
        AlertDialog.Builder(this).setMessage(words).show()
    }

    /** Runs [then] once [permissions] are there; asks for them with the reason [why]. */
    fun permitted(permissions: List<String>, why: Int, then: () -> Unit) {
        val missing = permissions.filter { checkSelfPermission(it) != PackageManager.PERMISSION_GRANTED }
        if (missing.isEmpty()) return then()
        granted = then
        AlertDialog.Builder(this).setMessage(why).setPositiveButton(android.R.string.ok) { _, _ -> requestPermissions(missing.toTypedArray(), ASK) }.show()
    }

    override fun onRequestPermissionsResult(code: Int, permissions: Array<String>, results: IntArray) {
        if (results.isNotEmpty() && results.all { it == PackageManager.PERMISSION_GRANTED }) granted?.invoke()
        else Toast.makeText(this, R.string.permission_settings, Toast.LENGTH_LONG).show()
        granted = null
    }

    /** Lets the person choose a file; a copy of it is handed to [then]. */
    fun choose(then: (String) -> Unit) {
        chosen = then
        startActivityForResult(Intent(Intent.ACTION_OPEN_DOCUMENT).addCategory(Intent.CATEGORY_OPENABLE).setType("*/*"), CHOOSE)
    }

    @Deprecated("The framework has no other without a library")
    override fun onActivityResult(request: Int, result: Int, data: Intent?) {
        val from = data?.data ?: return
        val copy = File.createTempFile("page", null, cacheDir)
        contentResolver.openInputStream(from)?.use { stream -> copy.outputStream().use(stream::copyTo) }
        chosen?.invoke(copy.path)
        chosen = null
    }

    private companion object {
        const val ASK = 1
        const val CHOOSE = 2
    }
}
