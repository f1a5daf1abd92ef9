package cn.heyan.app

import android.content.Context
import android.graphics.Bitmap
import android.graphics.Canvas
import android.graphics.LinearGradient
import android.graphics.Paint
import android.graphics.Shader
import android.view.ContextThemeWrapper
import android.view.View
import android.view.ViewGroup
import android.widget.TextView
import cn.heyan.app.state.CaseRow
import cn.heyan.app.state.CaseState
import cn.heyan.app.state.CasesState
import cn.heyan.app.state.ConsentState
import cn.heyan.app.state.FaceState
import cn.heyan.app.state.FaceStep
import cn.heyan.app.state.LetterState
import cn.heyan.app.state.NewCaseState
import cn.heyan.app.state.OrderState
import cn.heyan.app.state.PortraitState
import cn.heyan.app.state.Problem
import cn.heyan.app.state.ReviewRow
import cn.heyan.app.state.ReviewState
import cn.heyan.app.state.ScanState
import cn.heyan.app.state.SendRow
import cn.heyan.app.state.SendState
import cn.heyan.app.state.Sending
import cn.heyan.app.state.SettingsState
import cn.heyan.app.state.StatementState
import cn.heyan.app.state.TypedState
import cn.heyan.app.ui.Kit
import cn.heyan.app.ui.caseHome
import cn.heyan.app.ui.cases
import cn.heyan.app.ui.consent
import cn.heyan.app.ui.face
import cn.heyan.app.ui.faceEnd
import cn.heyan.app.ui.letter
import cn.heyan.app.ui.newCase
import cn.heyan.app.ui.order
import cn.heyan.app.ui.portrait
import cn.heyan.app.ui.review
import cn.heyan.app.ui.scan
import cn.heyan.app.ui.send
import cn.heyan.app.ui.settings
import cn.heyan.app.ui.statement
import cn.heyan.app.ui.typed
import cn.heyan.core.CaseStatus
import cn.heyan.core.Consent
import cn.heyan.core.Finding
import cn.heyan.core.Named
import cn.heyan.core.Order
import cn.heyan.core.OrderKind
import cn.heyan.core.OrderStatus
import cn.heyan.core.Point
import cn.heyan.core.Progress
import cn.heyan.core.Purpose
import cn.heyan.core.Rules
import cn.heyan.core.Severity
import cn.heyan.core.Standing
import cn.heyan.core.Step
import cn.heyan.core.StepStatus
import cn.heyan.core.Verdict
import java.io.File
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import org.robolectric.annotation.ConscryptMode
import org.robolectric.annotation.GraphicsMode

/** Protects that every screen draws, in both languages, by day and by night, and at the largest font: nothing is cut to nothing. */
@RunWith(RobolectricTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@ConscryptMode(ConscryptMode.Mode.OFF)
@Config(sdk = [33], application = android.app.Application::class)
class ScreensTest {
    @Test
    @Config(qualifiers = "zh-w360dp-h780dp-xhdpi")
    fun `in Chinese by day`() = all("zh-day")

    @Test
    @Config(qualifiers = "zh-w360dp-h780dp-night-xhdpi")
    fun `in Chinese by night`() = all("zh-night")

    @Test
    @Config(qualifiers = "en-w360dp-h780dp-xhdpi")
    fun `in English at the largest font`() {
        RuntimeEnvironment.setFontScale(2f)
        all("en-large")
    }

    private fun all(name: String) {
        val context = ContextThemeWrapper(RuntimeEnvironment.getApplication(), R.style.App)
        for ((screen, view) in screens(Kit(context))) draw(view, "$name-$screen")
    }

    private fun draw(view: View, name: String) {
        val (width, height) = 720 to 1560
        view.measure(View.MeasureSpec.makeMeasureSpec(width, View.MeasureSpec.EXACTLY), View.MeasureSpec.makeMeasureSpec(height, View.MeasureSpec.EXACTLY))
        view.layout(0, 0, width, height)
        val bitmap = Bitmap.createBitmap(width, height, Bitmap.Config.ARGB_8888)
        view.draw(Canvas(bitmap))
        val folder = File(System.getProperty("heyan.pictures")).apply { mkdirs() }
        File(folder, "$name.png").outputStream().use { bitmap.compress(Bitmap.CompressFormat.PNG, 100, it) }
        val pixels = IntArray(width * height).also { bitmap.getPixels(it, 0, width, 0, 0, width, height) }
        assertTrue("$name shows something", pixels.toSet().size > 20)
        texts(view).forEach { assertTrue("$name: `${it.text}` has room", it.height > 0 && it.width > 0) }
        touched(view).forEach { target ->
            val label = (target as? TextView)?.text ?: target.contentDescription ?: texts(target).firstOrNull()?.text
            assertTrue("$name: what can be touched has words", !label.isNullOrBlank())
            assertTrue("$name: `$label` is large enough to touch", target.height >= 44 * view.resources.displayMetrics.density)
        }
    }

    private fun children(view: View): List<View> =
        if (view is ViewGroup) (0 until view.childCount).flatMap { n -> view.getChildAt(n).let { listOf(it) + children(it) } } else emptyList()

    private fun texts(view: View) = children(view).filterIsInstance<TextView>().filter { it.visibility == View.VISIBLE && it.text.isNotEmpty() }

    private fun touched(view: View) = children(view).filter { it.hasOnClickListeners() && it.visibility == View.VISIBLE }
}

/** What a camera might see, in place of it. */
private class Scene(context: Context) : View(context) {
    override fun onDraw(canvas: Canvas) {
        val paint = Paint()
        paint.shader = LinearGradient(0f, 0f, width.toFloat(), height.toFloat(), 0xFF59636D.toInt(), 0xFF2B3036.toInt(), Shader.TileMode.CLAMP)
        canvas.drawPaint(paint)
    }
}

private fun screens(kit: Kit): List<Pair<String, View>> {
    fun finding(severity: Severity, message: String, advice: String) = Finding("document.glare", severity, message, advice, null, null, null, null, emptyList())
    fun step(step: Step, name: String, standing: Standing, said: String) = StepStatus(step, name, standing, said, true, null, 400_000uL, Purpose.SEND_IDENTITY)
    val zh = kit.context.resources.configuration.locales[0].language == "zh"
    fun say(zhWords: String, enWords: String) = if (zh) zhWords else enWords
    val order = Order(
        OrderStatus.AWAITING_REVIEW, OrderKind.FILING, say("等待初审", "Awaiting review"), say("服务商正在审核您的材料。", "The provider is looking at your material."),
        say("保持电话畅通。", "Keep your phone at hand."), "2026-11-24", "2026-11-25", "2026-11-26", true, null, emptyList(),
    )
    val status = CaseStatus(
        Rules("huawei"), say("华为云 · 上海", "Huawei Cloud · Shanghai"),
        listOf(
            step(Step.ID_FRONT, say("身份证人像面", "ID card, portrait side"), Standing.DONE, say("已完成", "done")),
            step(Step.ID_BACK, say("身份证国徽面", "ID card, emblem side"), Standing.DONE, say("已完成", "done")),
            step(Step.PORTRAIT, say("幕布照片", "Portrait"), Standing.FORCED, say("已保存，检查未通过", "kept against the check")),
            step(Step.STATEMENT, say("承诺视频", "Statement video"), Standing.MISSING, say("未完成", "not done")),
            step(Step.LIVENESS, say("人脸核验", "Face check"), Standing.STALE, say("已过期", "too long ago")),
        ),
        Step.STATEMENT, order, 0u, false, emptyList(), emptyList(),
    )
    val glare = finding(Severity.ERROR, say("证件上有反光，盖住了 6% 的文字。", "Glare hides 6 % of the print."), say("换个角度或关掉顶灯，再拍一次。", "Tilt the card or turn off the lamp above, and take it again."))
    val soft = finding(Severity.WARNING, say("证件三个月后到期。", "The card expires in three months."), say("可以使用，请留意有效期。", "It can be used. Mind the date."))
    val text = say("本人王小明，是网站 example.cn 的负责人。本人郑重承诺，所提交的网站备案信息全部真实、准确、有效。", "I, Wang Xiaoming, am responsible for the site example.cn. I promise that all that I have filed is true, exact and in force.")
    val card = listOf(Point(90f, 420f), Point(640f, 400f), Point(650f, 760f), Point(80f, 770f))
    fun scene() = Scene(kit.context)
    return listOf(
        "cases" to kit.cases(
            CasesState(
                listOf(
                    CaseRow("a", say("华为云 · 上海", "Huawei Cloud · Shanghai"), say("承诺视频", "Statement video"), 3, 5, say("待完善备案信息", "Not handed in")),
                    CaseRow("b", say("腾讯云", "Tencent Cloud"), "", 6, 6, say("等待初审", "Awaiting review")),
                ),
                false,
            ),
            {}, {}, {}, {},
        ),
        "empty" to kit.cases(CasesState(listOf(CaseRow("c", "", "", 0, 0, "", Problem.KeyGone)), false), {}, {}, {}, {}),
        "new" to kit.newCase(NewCaseState(listOf(Named("huawei", say("华为云", "Huawei Cloud"))), listOf(Named("shanghai", say("上海", "Shanghai"))), "huawei", "shanghai", say("王小明", "Wang Xiaoming"), domain = "example.cn"), {}, {}, {}, {}),
        "case" to kit.caseHome(CaseState(status, say("王小明", "Wang Xiaoming")), {}, {}, {}, {}, {}),
        "typed" to kit.typed(
            TypedState(say("王晓明", "Wang Xiaoming"), "11010519491231002X", say("小河边的摄影", "By the small river"), "example.cn", loaded = true, correctable = true),
            kit.text(R.string.typed_why), {}, {}, {},
        ),
        "typed-redo" to kit.typed(
            TypedState(say("王晓明", "Wang Xiaoming"), "11010519491231002X", domain = "example.cn", loaded = true, correctable = true, saved = true, redo = listOf(say("承诺视频", "Statement video"))),
            kit.text(R.string.typed_why), {}, {}, {},
        ),
        "consent" to kit.consent(
            ConsentState(
                listOf(
                    Consent(Purpose.SEND_IDENTITY, "huawei", say("向华为云提供身份证件与签署文件", "Documents and letters to Huawei Cloud"), say("为办理备案真实性核验，将您的身份证件照片和签署文件加密后发送给华为云。", "To check the filing, pictures of your documents and signed letters are sealed and sent to Huawei Cloud."), true),
                    Consent(Purpose.SEND_FACE, "huawei", say("向华为云提供人脸照片与视频", "Pictures and videos of your face to Huawei Cloud"), say("人脸信息属于敏感个人信息。仅用于本次备案核验，您可以随时撤回。", "A face is sensitive. It is used for this check alone, and you can take this back at any time."), false),
                ),
            ),
            {}, {},
        ),
        "scan" to kit.scan(ScanState(say("请拿稳", "Hold still"), card, 0.6f, true), scene(), 720 to 1280) {},
        "review" to kit.review(
            ReviewState(
                Verdict.RETRY, listOf(glare, soft),
                listOf(
                    ReviewRow(say("姓名", "Name"), "王晓明", "王小明", false),
                    ReviewRow(say("公民身份号码", "ID number"), "11010519491231002X", "11010519491231002X", true),
                    ReviewRow(say("住址", "Address"), "上海市浦东新区世纪大道 1 号", null, null),
                ),
                correctable = true,
            ),
            {}, {}, {}, {},
        ),
        "face" to kit.face(FaceState(say("请向左转头", "Turn your head to the left"), 1, listOf(FaceStep("a", true), FaceStep("b"), FaceStep("c")), 1, 0.45f), scene(), 720 to 1280),
        "face-end" to kit.faceEnd(
            FaceState(
                steps = listOf(FaceStep(say("点头", "Nod"), true, null), FaceStep(say("向左转头", "Turn left"), false, say("头向左肩倾斜", "a tilt to the left"))), ended = true, verdict = Verdict.RETRY,
                findings = listOf(finding(Severity.ERROR, say("要求转头，看到的是偏头。", "A turn was asked, a tilt was seen."), say("保持头部竖直，像看向左边那样转动。", "Keep your head upright and look to the left."))),
            ),
            {}, {},
        ),
        "portrait" to kit.portrait(PortraitState(say("背景不够白，请换一面白墙", "The background is not white: find a white wall")), scene()) {},
        "statement" to kit.statement(StatementState(text, text.length / 3, say("继续读", "Read on"), sample = true), scene(), true) {},
        "letter" to kit.letter(LetterState(say("真实性责任告知书", "Letter of responsibility"), listOf("1", "2")), {}, {}, {}),
        "send" to kit.send(
            SendState(
                listOf(SendRow(say("身份证人像面", "ID card, portrait side"), 820_000uL, Purpose.SEND_IDENTITY), SendRow(say("承诺视频", "Statement video"), 14_300_000uL, Purpose.SEND_FACE)),
                emptyList(), Sending.RUNNING, Progress(6_200_000uL, 15_120_000uL, 800_000.0, 11uL),
            ),
            {}, {}, {},
        ),
        "order" to kit.order(OrderState(order, "沪ICP备00000001号-1", listOf(say("材料清晰。", "The material is clear."))), {}, {}),
        "settings" to kit.settings(SettingsState(asked = true), {}, {}, {}, {}, {}),
    )
}
