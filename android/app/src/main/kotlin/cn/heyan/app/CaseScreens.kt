package cn.heyan.app

import cn.heyan.app.platform.SendService
import cn.heyan.app.state.CasePresenter
import cn.heyan.app.state.ConsentPresenter
import cn.heyan.app.state.LetterPresenter
import cn.heyan.app.state.Navigator
import cn.heyan.app.state.OrderPresenter
import cn.heyan.app.state.Place
import cn.heyan.app.state.ReviewPresenter
import cn.heyan.app.state.SendPresenter
import cn.heyan.app.state.TypedPresenter
import cn.heyan.app.ui.caseHome
import cn.heyan.app.ui.consent
import cn.heyan.app.ui.letter
import cn.heyan.app.ui.order
import cn.heyan.app.ui.review
import cn.heyan.app.ui.send
import cn.heyan.app.ui.typed
import cn.heyan.core.Step
import java.io.File

// Screens without a camera.

internal fun MainActivity.caseScreen(name: String): Screen {
    val case = desk.store.open(name)
    val home = CasePresenter(desk, case)
    val (view, watching) = drawn(home.state) { state ->
        kit.caseHome(
            state,
            { navigator.go(Navigator.of(name, it)) },
            { navigator.go(Place.Typed(name)) },
            { navigator.go(Place.Consent(name)) },
            { navigator.go(Place.Send(name)) },
            { navigator.go(Place.Order(name)) },
        )
    }
    home.load()
    return Screen(view, listOf(case, watching))
}

internal fun MainActivity.typedScreen(name: String): Screen {
    val case = desk.store.open(name)
    val typing = TypedPresenter(desk, case)
    val (view, watching) = typing(typing, R.string.typed_why) { navigator.back() }
    typing.load()
    return Screen(view, listOf(case, watching))
}

/** What was typed, to be put right; over whatever screen asked for it. */
internal fun MainActivity.typing(typing: TypedPresenter, why: Int, leave: () -> Unit) =
    typedIn(typing.state, { listOf(it.loaded, it.saved, it.problem) }) { state ->
        val late = state.loaded && !state.correctable
        kit.typed(state, getString(if (late) R.string.typed_late else why), typing::change, typing::save, leave)
    }

internal fun MainActivity.consentScreen(name: String): Screen {
    val case = desk.store.open(name)
    val consent = ConsentPresenter(desk, case)
    val (view, watching) = drawn(consent.state) { kit.consent(it, consent::agree, consent::withdraw) }
    consent.load()
    return Screen(view, listOf(case, watching))
}

internal fun MainActivity.letterScreen(name: String, step: Step): Screen {
    val case = desk.store.open(name)
    val letter = LetterPresenter(desk, case, step)
    val (view, watching) = drawn(letter.state) { state ->
        state.review?.let { reviewed(it, emptyList()) { navigator.back() } }
            ?: kit.letter(state, { choose(letter::add) }, letter::remove, letter::judge)
    }
    letter.load()
    return Screen(view, listOf(case, letter, watching))
}

internal fun MainActivity.sendScreen(name: String): Screen {
    val case = desk.store.open(name)
    val send = SendPresenter(desk, case)
    val look = object : Runnable {
        override fun run() {
            send.look()
            window.decorView.postDelayed(this, LOOK_MS)
        }
    }
    val (view, watching) = drawn(send.state) { kit.send(it, send::send, send::pause) { navigator.go(Place.Consent(name)) } }
    send.load()
    window.decorView.post(look)
    // Left while it runs, the system goes on with it.
    val leave = AutoCloseable {
        window.decorView.removeCallbacks(look)
        if (send.state.now.sending == cn.heyan.app.state.Sending.RUNNING) {
            send.pause()
            SendService.schedule(this, name)
        }
    }
    return Screen(view, listOf(case, watching, leave))
}

internal fun MainActivity.orderScreen(name: String): Screen {
    val case = desk.store.open(name)
    val order = OrderPresenter(desk, case)
    val (view, watching) = drawn(order.state) { kit.order(it, order::ask) { step -> navigator.go(Navigator.of(name, step)) } }
    order.load()
    return Screen(view, listOf(case, watching))
}

/** The review over whatever screen made it. Kept, [files] are removed: what was recorded in the open stays sealed only. */
internal fun MainActivity.reviewed(review: ReviewPresenter, files: List<File>, again: () -> Unit): android.view.View =
    drawn(review.state) { state ->
        if (state.kept) {
            files.forEach(File::delete)
            kit.page(android.widget.Space(this)).also { it.post { navigator.back() } }
        } else {
            state.typing?.let { typing(it, R.string.typed_why, review::leave).first }
                ?: kit.review(state, { review.keep() }, again, review::correct, { review.keep(insist = true) })
        }
    }.first

private const val LOOK_MS = 250L
