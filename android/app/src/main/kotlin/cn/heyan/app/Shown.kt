package cn.heyan.app

import android.view.View
import android.widget.FrameLayout
import cn.heyan.app.platform.CameraHands
import cn.heyan.app.platform.SendService
import cn.heyan.app.shell.CoreScreen
import cn.heyan.app.shell.Show
import cn.heyan.app.shell.lookOf
import cn.heyan.app.ui.Following
import cn.heyan.app.ui.onCamera
import cn.heyan.core.Effect

/** One screen of the core in the activity, for as long as its place is shown. [draw] is told the size of an upright frame. */
internal class Shown<S, I>(
    private val activity: MainActivity,
    core: CoreScreen<S, I>,
    watches: Boolean,
    private val draw: (S, (I) -> Unit, Pair<Int, Int>) -> View,
) {
    private val over = FrameLayout(activity)
    private val show = Show(core, activity.threads, ::carry)
    private val camera = if (watches) CameraHands(activity, show) else null
    private var looked: Any? = null
    private val redraw = Runnable {
        val state = show.state
        if (lookOf(state) != looked) draw() else (over.getChildAt(0)?.tag as? Following)?.put?.invoke(state)
    }

    val view: View = camera?.let { activity.kit.onCamera(it.preview, over) } ?: over

    fun start() {
        draw()
        show.start()
    }

    /** The language was changed. */
    fun retell() {
        show.retell()
        draw()
    }

    fun leave() = show.leave()

    private fun draw() {
        val state = show.state
        looked = lookOf(state)
        over.removeAllViews()
        over.addView(draw(state, { show.intend(it) }, camera?.size ?: (1 to 1)))
    }

    private fun carry(effect: Effect) {
        when (effect) {
            // Once a frame of the screen at most, however often it changes.
            is Effect.Draw -> { over.removeCallbacks(redraw); over.post(redraw) }
            is Effect.Permit -> activity.permit(effect.permissions) { yes -> show.answer { it.permitted(yes) } }
            is Effect.OpenCamera -> camera?.open(effect.camera)
            is Effect.CloseCamera -> camera?.close()
            is Effect.TakeStill -> camera?.take()
            is Effect.StopRecording -> camera?.stop()
            is Effect.Speak -> activity.speaker.say(effect.words, activity.kit.lang)
            is Effect.ChooseFile -> activity.choose { copy -> if (!show.answer { it.chosen(copy) }) copy.delete() }
            is Effect.Go, is Effect.GoFromHome, is Effect.Back -> activity.move(effect)
            is Effect.SendInBackground -> SendService.schedule(activity, effect.case)
            is Effect.ShowLanguages -> activity.showLanguages()
            is Effect.ShowLicences -> activity.showLicences()
            is Effect.Work, is Effect.RemoveFile, is Effect.LookAfter -> Unit
        }
    }
}
