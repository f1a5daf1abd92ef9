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
import cn.heyan.app.ui.Kit
import cn.heyan.app.ui.asked
import cn.heyan.app.ui.caseHome
import cn.heyan.app.ui.cases
import cn.heyan.app.ui.consent
import cn.heyan.app.ui.face
import cn.heyan.app.ui.letter
import cn.heyan.app.ui.newCase
import cn.heyan.app.ui.onCamera
import cn.heyan.app.ui.order
import cn.heyan.app.ui.portrait
import cn.heyan.app.ui.review
import cn.heyan.app.ui.scan
import cn.heyan.app.ui.send
import cn.heyan.app.ui.settings
import cn.heyan.app.ui.statement
import cn.heyan.app.ui.typed
import cn.heyan.core.AskedRow
import cn.heyan.core.AskedState
import cn.heyan.core.CaseRow
import cn.heyan.core.AdviceSaid
import cn.heyan.core.AdviceState
import cn.heyan.core.CaseState
import cn.heyan.core.HelpState
import cn.heyan.core.QuestionRow
import cn.heyan.core.CasesState
import cn.heyan.core.ConsentRow
import cn.heyan.core.ConsentState
import cn.heyan.core.FaceState
import cn.heyan.core.FaceStep
import cn.heyan.core.Finding
import cn.heyan.core.Guide
import cn.heyan.core.Label
import cn.heyan.core.LetterState
import cn.heyan.core.Named
import cn.heyan.core.NewCaseState
import cn.heyan.core.Order
import cn.heyan.core.OrderKind
import cn.heyan.core.OrderState
import cn.heyan.core.OrderStatus
import cn.heyan.core.Point
import cn.heyan.core.Problem
import cn.heyan.core.ProblemKind
import cn.heyan.core.Purpose
import cn.heyan.core.Recording
import cn.heyan.core.ReviewRow
import cn.heyan.core.ReviewState
import cn.heyan.core.SendPhase
import cn.heyan.core.SendProgress
import cn.heyan.core.SendRow
import cn.heyan.core.SendState
import cn.heyan.core.SettingsState
import cn.heyan.core.Severity
import cn.heyan.core.Shutter
import cn.heyan.core.Standing
import cn.heyan.core.StatementState
import cn.heyan.core.Step
import cn.heyan.core.StepRow
import cn.heyan.core.TakeState
import cn.heyan.core.TypedState
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
    val zh = kit.lang == cn.heyan.core.Lang.ZH
    fun say(zhWords: String, enWords: String) = if (zh) zhWords else enWords
    fun finding(severity: Severity, message: String, advice: String) = Finding("document.glare", severity, message, advice, null, null, null, null, emptyList())
    fun step(step: Step, name: String, standing: Standing, said: String) =
        StepRow(step, name, standing, said, true, step == Step.STATEMENT, 400_000uL, Purpose.SEND_IDENTITY)
    val order = Order(
        OrderStatus.AWAITING_REVIEW, OrderKind.FILING, say("等待初审", "Awaiting review"), say("服务商正在审核您的材料。", "The provider is looking at your material."),
        say("保持电话畅通。", "Keep your phone at hand."), "2026-11-24", "2026-11-25", "2026-11-26", true, null, emptyList(),
    )
    val steps = listOf(
        step(Step.ID_FRONT, say("身份证人像面", "ID card, portrait side"), Standing.DONE, say("已完成", "done")),
        step(Step.ID_BACK, say("身份证国徽面", "ID card, emblem side"), Standing.DONE, say("已完成", "done")),
        step(Step.PORTRAIT, say("幕布照片", "Portrait"), Standing.FORCED, say("已保存，检查未通过", "kept against the check")),
        step(Step.STATEMENT, say("承诺视频", "Statement video"), Standing.MISSING, say("未完成", "not done")),
        step(Step.LIVENESS, say("人脸核验", "Face check"), Standing.STALE, say("已过期", "too long ago")),
    )
    val glare = finding(Severity.ERROR, say("证件上有反光，盖住了 6% 的文字。", "Glare hides 6 % of the print."), say("换个角度或关掉顶灯，再拍一次。", "Tilt the card or turn off the lamp above, and take it again."))
    val soft = finding(Severity.WARNING, say("证件三个月后到期。", "The card expires in three months."), say("可以使用，请留意有效期。", "It can be used. Mind the date."))
    val tilt = finding(Severity.ERROR, say("要求转头，看到的是偏头。", "A turn was asked, a tilt was seen."), say("保持头部竖直，像看向左边那样转动。", "Keep your head upright and look to the left."))
    val text = say("本人王小明，是网站 example.cn 的负责人。本人郑重承诺，所提交的网站备案信息全部真实、准确、有效。", "I, Wang Xiaoming, am responsible for the site example.cn. I promise that all that I have filed is true, exact and in force.")
    val card = listOf(Point(90f, 420f), Point(640f, 400f), Point(650f, 760f), Point(80f, 770f))
    val gone = Problem(
        ProblemKind.KEY_GONE, "case.key_gone", say("这个案卷的密钥已不存在，例如恢复备份或重装之后。", "The key of this case is gone, as after a backup was restored or the app was installed anew."),
        say("请重新开始：删除这个案卷，再新建一个。里面的内容任何人都打不开了。", "Start over: delete this case and make a new one. Nobody can open what is in it."),
    )
    fun case(name: String, provider: String, next: String, done: UInt, asked: UInt, order: String, problem: Problem? = null) =
        CaseRow(name, provider, next, done, asked, order, problem, true)
    fun typed(domain: String, site: String, redo: List<String>) =
        TypedState(say("王晓明", "Wang Xiaoming"), "11010519491231002X", site, domain, loaded = true, correctable = true, busy = false, saved = redo.isNotEmpty(), redo, null)
    fun reviewed(findings: List<Finding>, rows: List<ReviewRow>) =
        ReviewState(Verdict.RETRY, findings, rows, rows.any { it.same == false }, null, emptyList(), false, null)
    fun take(guide: Guide) = TakeState(guide, Shutter.WAITING, true, null, null)
    fun face(say: String, steps: List<FaceStep>, at: UInt, progress: Float, review: ReviewState? = null) =
        FaceState(say, steps, at, progress, emptyList(), true, review != null, null, review)
    fun overScene(over: View) = kit.onCamera(Scene(kit.context), over)
    val rows = listOf(
        ReviewRow("name", say("姓名", "Name"), "王晓明", "王小明", false),
        ReviewRow("id_number", say("公民身份号码", "ID number"), "11010519491231002X", "11010519491231002X", true),
        ReviewRow("address", say("住址", "Address"), "上海市浦东新区世纪大道 1 号", null, null),
    )
    val consents = listOf(
        ConsentRow(Purpose.SEND_IDENTITY, say("向华为云提供身份证件与签署文件", "Documents and letters to Huawei Cloud"), say("为办理备案真实性核验，将您的身份证件照片和签署文件加密后发送给华为云。", "To check the filing, pictures of your documents and signed letters are sealed and sent to Huawei Cloud."), true),
        ConsentRow(Purpose.SEND_FACE, say("向华为云提供人脸照片与视频", "Pictures and videos of your face to Huawei Cloud"), say("人脸信息属于敏感个人信息。仅用于本次备案核验，您可以随时撤回。", "A face is sensitive. It is used for this check alone, and you can take this back at any time."), false),
    )
    val sent = listOf(SendRow(say("身份证人像面", "ID card, portrait side"), 820_000uL, Purpose.SEND_IDENTITY), SendRow(say("承诺视频", "Statement video"), 14_300_000uL, Purpose.SEND_FACE))
    val ended = listOf(FaceStep(say("点头", "Nod"), true, null), FaceStep(say("向左转头", "Turn left"), false, say("头向左肩倾斜", "a tilt to the left")))
    val topics = listOf(Named("names", say("名称的要求", "What a name may be")), Named("restrictions", say("备案限制", "Restrictions")))
    val help = HelpState(topics, "", emptyList(), null)
    val guide = AdviceState(
        "site",
        listOf(AdviceSaid("filing.site_name_trade", Severity.ERROR, say("个人名称中不能有“论坛”。", "A person’s name has no 论坛."), say("去掉这个词。", "Leave the word out."), 4u, 6u, null, "QC-NAME (2026-05)", topics.take(1))),
        false, false, emptyList(),
        listOf(QuestionRow("server_mainland", say("服务器在中国内地吗？", "Is the server in mainland China?"), true, "yes"), QuestionRow("server_months", say("服务器购买了几个月？", "For how many months is the server bought?"), false, null)),
        emptyList(), help,
    )
    val new = NewCaseState(
        listOf(Named("huawei", say("华为云", "Huawei Cloud"))), listOf(Named("shanghai", say("上海", "Shanghai"))), "huawei", say("华为云", "Huawei Cloud"), "shanghai",
        false, say("王小明", "Wang Xiaoming"), "", "", "example.cn", false, false, emptyList(), null,
        listOf(Named("mainland", say("中国内地（大陆）居民", "Resident of mainland China"))), "mainland",
        listOf(Named("resident_id", say("居民身份证", "Resident identity card"))), "resident_id", false, null, guide,
    )
    val asked = AskedState(
        say("华为云 · 上海", "Huawei Cloud · Shanghai"),
        listOf(
            AskedRow(Step.ID_FRONT, say("证件人像面", "ID card, portrait side"), say("必需", "always"), 1u, 1u, 10_485_760uL, "", "HW-MATERIALS, 2026-03"),
            AskedRow(Step.PROMISE_LETTER, say("真实性承诺书", "Letter of promise"), say("必需", "always"), 1u, 4u, null, say("负责人签名，黑色正楷手写", "signed by the person responsible, in black regular script"), "SH-MATERIALS, 2026-02"),
        ),
        listOf(say("点头", "Nod"), say("向左转头", "Turn left"), say("眨眼", "Blink")), 3u, true, listOf(say("不接受临时身份证。", "A temporary card is not taken.")), null,
    )
    return listOf(
        "cases" to kit.cases(
            CasesState(
                listOf(
                    case("a", say("华为云 · 上海", "Huawei Cloud · Shanghai"), say("承诺视频", "Statement video"), 3u, 5u, say("待完善备案信息", "Not handed in")),
                    case("b", say("腾讯云", "Tencent Cloud"), "", 6u, 6u, say("等待初审", "Awaiting review")),
                ),
                false, null,
            ),
        ) {},
        "empty" to kit.cases(CasesState(listOf(case("c", "", "", 0u, 0u, "", gone)), false, null)) {},
        "new" to kit.newCase(new) {},
        "case" to kit.caseHome(CaseState(false, say("华为云 · 上海", "Huawei Cloud · Shanghai"), say("王小明", "Wang Xiaoming"), steps, false, order, emptyList(), emptyList(), null, help)) {},
        "asked" to kit.asked(asked) {},
        "typed" to kit.typed(typed("example.cn", say("小河边的摄影", "By the small river"), emptyList()), Label.TYPED_WHY) {},
        "typed-redo" to kit.typed(typed("example.cn", "", listOf(say("承诺视频", "Statement video"))), Label.TYPED_WHY) {},
        "consent" to kit.consent(ConsentState(consents, "", false, null)) {},
        "scan" to overScene(kit.scan(take(Guide(say("请拿稳", "Hold still"), card, 0.6f, true)), 720 to 1280) {}),
        "review" to kit.review(reviewed(listOf(glare, soft), rows)) {},
        "face" to overScene(kit.face(face(say("请向左转头", "Turn your head to the left"), listOf(FaceStep("a", true, null), FaceStep("b", null, null), FaceStep("c", null, null)), 1u, 0.45f)) {}),
        "face-end" to kit.face(face("", ended, 2u, 1f, reviewed(listOf(tilt), emptyList()))) {},
        "portrait" to overScene(kit.portrait(take(Guide(say("背景不够白，请换一面白墙", "The background is not white: find a white wall"), emptyList(), 0f, true))) {}),
        "statement" to overScene(
            kit.statement(StatementState(text, (text.length / 3).toUInt(), say("继续读", "Read on"), false, Recording.RUNNING, 180.0, true, null, null, null)) {},
        ),
        "letter" to kit.letter(LetterState(say("真实性责任告知书", "Letter of responsibility"), listOf("1", "2"), false, null, null)) {},
        "send" to kit.send(SendState(sent, 15_120_000uL, emptyList(), SendPhase.RUNNING, false, SendProgress(6_200_000uL, 15_120_000uL, 11uL), null)) {},
        "order" to kit.order(OrderState(order, "沪ICP备00000001号-1", listOf(say("材料清晰。", "The material is clear.")), null, false, null, help)) {},
        "settings" to kit.settings(SettingsState(asked = true, busy = false, deleted = false, problem = null)) {},
    )
}
