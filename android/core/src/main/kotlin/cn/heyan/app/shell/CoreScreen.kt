package cn.heyan.app.shell

import cn.heyan.core.AdviceIntent
import cn.heyan.core.AskedScreen
import cn.heyan.core.CaseScreen
import cn.heyan.core.CasesScreen
import cn.heyan.core.ConsentScreen
import cn.heyan.core.Desk
import cn.heyan.core.Effect
import cn.heyan.core.FaceIntent
import cn.heyan.core.FaceScreen
import cn.heyan.core.FrameMeta
import cn.heyan.core.LetterIntent
import cn.heyan.core.LetterScreen
import cn.heyan.core.NewCaseIntent
import cn.heyan.core.NewCaseScreen
import cn.heyan.core.OrderScreen
import cn.heyan.core.PortraitScreen
import cn.heyan.core.Recorded
import cn.heyan.core.ScanScreen
import cn.heyan.core.SendIntent
import cn.heyan.core.SendScreen
import cn.heyan.core.SettingsScreen
import cn.heyan.core.StatementIntent
import cn.heyan.core.StatementScreen
import cn.heyan.core.Step
import cn.heyan.core.TakeIntent
import cn.heyan.core.TypedScreen
import java.io.File
import java.nio.ByteBuffer

/** What the phone has to say to a screen, as an intent of it; nothing where it never asks. */
class Answers<I>(
    val permitted: (Boolean) -> I? = { null },
    val taken: (ByteArray) -> I? = { null },
    val stopped: (Recorded) -> I? = { null },
    /** A copy of the file that was chosen. */
    val chosen: (File) -> I? = { null },
    val lost: I? = null,
    val look: I? = null,
)

/** A screen of the core by its calls, whatever its state [S] and its intents [I]: the generated classes have no common face. */
class CoreScreen<S, I>(
    val start: () -> List<Effect>,
    val state: () -> S,
    val intend: (I) -> List<Effect>,
    val retell: () -> List<Effect>,
    val leave: () -> List<Effect>,
    val answers: Answers<I> = Answers(),
    val frame: (ByteBuffer, FrameMeta) -> List<Effect> = { _, _ -> emptyList() },
    val sound: (ByteBuffer, UInt, UShort) -> List<Effect> = { _, _, _ -> emptyList() },
)

fun casesScreen(desk: Desk) = CasesScreen(desk).run { CoreScreen(::start, ::state, ::intend, ::retell, ::leave) }

fun newCaseScreen(desk: Desk) = NewCaseScreen(desk).run {
    CoreScreen(::start, ::state, ::intend, ::retell, ::leave, Answers<NewCaseIntent>(chosen = { file ->
        if (state().guide.choosingIcon) NewCaseIntent.Guide(AdviceIntent.Icon(bytesOf(file))) else NewCaseIntent.Profile(textOf(file))
    }))
}

fun settingsScreen(desk: Desk) = SettingsScreen(desk).run { CoreScreen(::start, ::state, ::intend, ::retell, ::leave) }

fun caseScreen(desk: Desk, case: String) = CaseScreen(desk, case).run { CoreScreen(::start, ::state, ::intend, ::retell, ::leave) }

fun askedScreen(desk: Desk, case: String) = AskedScreen(desk, case).run { CoreScreen(::start, ::state, ::intend, ::retell, ::leave) }

fun consentScreen(desk: Desk, case: String) = ConsentScreen(desk, case).run { CoreScreen(::start, ::state, ::intend, ::retell, ::leave) }

fun typedScreen(desk: Desk, case: String) = TypedScreen(desk, case).run { CoreScreen(::start, ::state, ::intend, ::retell, ::leave) }

fun orderScreen(desk: Desk, case: String) = OrderScreen(desk, case).run { CoreScreen(::start, ::state, ::intend, ::retell, ::leave) }

fun sendScreen(desk: Desk, case: String) = SendScreen(desk, case).run {
    CoreScreen(::start, ::state, ::intend, ::retell, ::leave, Answers(look = SendIntent.LOOK))
}

fun letterScreen(desk: Desk, case: String, step: Step) = LetterScreen(desk, case, step).run {
    CoreScreen(::start, ::state, ::intend, ::retell, ::leave, Answers<LetterIntent>(chosen = { LetterIntent.Chosen(it.path) }))
}

fun scanScreen(desk: Desk, case: String, step: Step) = ScanScreen(desk, case, step).run {
    CoreScreen(::start, ::state, ::intend, ::retell, ::leave, taking, ::frame)
}

fun portraitScreen(desk: Desk, case: String) = PortraitScreen(desk, case).run {
    CoreScreen(::start, ::state, ::intend, ::retell, ::leave, taking, ::frame)
}

fun faceScreen(desk: Desk, case: String) = FaceScreen(desk, case).run {
    val answers = Answers<FaceIntent>(permitted = FaceIntent::Permitted, stopped = FaceIntent::Stopped, lost = FaceIntent.CameraLost)
    CoreScreen(::start, ::state, ::intend, ::retell, ::leave, answers, ::frame)
}

fun statementScreen(desk: Desk, case: String) = StatementScreen(desk, case).run {
    val answers = Answers<StatementIntent>(
        permitted = StatementIntent::Permitted,
        stopped = StatementIntent::Stopped,
        lost = StatementIntent.CameraLost,
    )
    CoreScreen(::start, ::state, ::intend, ::retell, ::leave, answers, ::frame, ::sound)
}

private val taking = Answers<TakeIntent>(permitted = TakeIntent::Permitted, taken = TakeIntent::Taken, lost = TakeIntent.CameraLost)

/** The text of [file], which is gone then; nothing of one that can be no profile. */
private fun textOf(file: File): String = try {
    if (file.length() > MOST_PROFILE_BYTES) "" else file.readText()
} finally {
    file.delete()
}

/** What was chosen as an icon; nothing of what is too large for any, which the core then says. */
private fun bytesOf(file: File): ByteArray = try {
    if (file.length() > MOST_ICON_BYTES) ByteArray(0) else file.readBytes()
} finally {
    file.delete()
}

/** A camera's picture has less: it is looked at and told to be too large. */
private const val MOST_ICON_BYTES = 32_000_000L

/** Built-in profiles have a tenth of it. */
private const val MOST_PROFILE_BYTES = 1_000_000L
