package cn.heyan.app.ui

import android.app.AlertDialog
import android.content.Context
import android.content.res.ColorStateList
import android.graphics.Typeface
import android.graphics.drawable.GradientDrawable
import android.graphics.drawable.RippleDrawable
import android.text.InputType
import android.view.Gravity
import android.view.View
import android.view.ViewGroup.LayoutParams.MATCH_PARENT
import android.view.ViewGroup.LayoutParams.WRAP_CONTENT
import android.widget.CheckBox
import android.widget.EditText
import android.widget.LinearLayout
import android.widget.ProgressBar
import android.widget.ScrollView
import android.widget.Space
import android.widget.TextView
import cn.heyan.app.R
import cn.heyan.core.Label
import cn.heyan.core.Lang
import cn.heyan.core.labelWords

/** The few pieces that every screen is made of. Sizes in sp and dp, colours from resources: light and dark, any font size. */
class Kit(val context: Context) {
    private val density = context.resources.displayMetrics.density

    fun dp(value: Int) = (value * density + 0.5f).toInt()

    fun colour(id: Int) = context.getColor(id)

    /** The language that the phone is set to now. */
    val lang: Lang get() = if (context.resources.configuration.locales[0].language == "zh") Lang.ZH else Lang.EN

    fun text(label: Label, vararg values: Pair<String, String>): String = labelWords(label, lang, values.toMap())

    fun label(words: CharSequence, sp: Float = 16f, colour: Int = R.color.ink, bold: Boolean = false) = TextView(context).apply {
        text = words
        textSize = sp
        setTextColor(colour(colour))
        setLineSpacing(0f, 1.25f)
        if (bold) typeface = Typeface.create("sans-serif-medium", Typeface.NORMAL)
    }

    fun title(words: CharSequence) = label(words, 26f, bold = true).apply { isAccessibilityHeading(this) }

    fun heading(words: CharSequence) = label(words, 14f, R.color.muted, bold = true).apply { isAccessibilityHeading(this) }

    private fun isAccessibilityHeading(view: View) {
        if (android.os.Build.VERSION.SDK_INT >= 28) view.isAccessibilityHeading = true
    }

    fun shape(colour: Int, radiusDp: Int, stroke: Int? = null) = GradientDrawable().apply {
        setColor(colour(colour))
        cornerRadius = dp(radiusDp).toFloat()
        if (stroke != null) setStroke(dp(1), colour(stroke))
    }

    fun column(vararg views: View, gapDp: Int = 12, paddingDp: Int = 0) = LinearLayout(context).apply {
        orientation = LinearLayout.VERTICAL
        setPadding(dp(paddingDp), dp(paddingDp), dp(paddingDp), dp(paddingDp))
        views.forEachIndexed { n, view ->
            if (n > 0) addView(Space(context), LinearLayout.LayoutParams(MATCH_PARENT, dp(gapDp)))
            addView(view, LinearLayout.LayoutParams(MATCH_PARENT, WRAP_CONTENT))
        }
    }

    /** Views side by side; the one at [stretch] takes the room that is left. */
    fun row(vararg views: View, stretch: Int = 0, gapDp: Int = 12) = LinearLayout(context).apply {
        gravity = Gravity.CENTER_VERTICAL
        views.forEachIndexed { n, view ->
            if (n > 0) addView(Space(context), LinearLayout.LayoutParams(dp(gapDp), 1))
            val wide = n == stretch
            addView(view, LinearLayout.LayoutParams(if (wide) 0 else WRAP_CONTENT, WRAP_CONTENT, if (wide) 1f else 0f))
        }
    }

    fun card(vararg views: View, click: (() -> Unit)? = null) = column(*views, gapDp = 6, paddingDp = 16).apply {
        val face = shape(R.color.card, 16, R.color.line)
        background = if (click == null) face else RippleDrawable(ColorStateList.valueOf(colour(R.color.ripple)), face, null)
        if (click != null) setOnClickListener { click() }
    }

    fun button(words: CharSequence, primary: Boolean = true, enabled: Boolean = true, click: () -> Unit) =
        label(words, 17f, if (primary) R.color.on_brand else R.color.brand, bold = true).apply {
            gravity = Gravity.CENTER
            minHeight = dp(52)
            setPadding(dp(20), dp(8), dp(20), dp(8))
            val face = if (primary) shape(R.color.brand, 26) else shape(R.color.card, 26, R.color.line)
            background = RippleDrawable(ColorStateList.valueOf(colour(R.color.ripple)), face, null)
            isEnabled = enabled
            alpha = if (enabled) 1f else 0.4f
            accessibilityDelegate = asButton
            setOnClickListener { click() }
        }

    private val asButton = object : View.AccessibilityDelegate() {
        override fun onInitializeAccessibilityNodeInfo(host: View, info: android.view.accessibility.AccessibilityNodeInfo) {
            super.onInitializeAccessibilityNodeInfo(host, info)
            info.className = android.widget.Button::class.java.name
        }
    }

    /** A word on a coloured ground, as `done`. */
    fun badge(words: CharSequence, ground: Int, ink: Int) = label(words, 13f, ink, bold = true).apply {
        background = shape(ground, 12)
        setPadding(dp(10), dp(3), dp(10), dp(3))
    }

    /** A round mark with one character: a step's number or how it stands. */
    fun mark(sign: String, ground: Int, ink: Int) = label(sign, 15f, ink, bold = true).apply {
        // A picture more than a word: it stays round at any font size.
        setTextSize(android.util.TypedValue.COMPLEX_UNIT_DIP, 15f)
        setLineSpacing(0f, 1f)
        gravity = Gravity.CENTER
        background = shape(ground, 16)
        minWidth = dp(32)
        minHeight = dp(32)
        importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_NO
    }

    /** Room between words and what is to be touched. */
    fun room() = Space(context).apply { minimumHeight = dp(6) }

    fun bar(share: Float) = ProgressBar(context, null, android.R.attr.progressBarStyleHorizontal).apply {
        max = 1000
        progress = (share * 1000).toInt()
        progressTintList = ColorStateList.valueOf(colour(R.color.brand))
        minimumHeight = dp(8)
    }

    fun field(hint: CharSequence, value: String, capitals: Boolean = false, changed: (String) -> Unit) = EditText(context).apply {
        setText(value)
        this.hint = hint
        textSize = 17f
        setTextColor(colour(R.color.ink))
        setHintTextColor(colour(R.color.muted))
        background = shape(R.color.card, 12, R.color.line)
        setPadding(dp(16), dp(14), dp(16), dp(14))
        // No dictionary, no suggestions: names and numbers are personal.
        inputType = InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_FLAG_NO_SUGGESTIONS or
            if (capitals) InputType.TYPE_TEXT_FLAG_CAP_CHARACTERS else 0
        importantForAutofill = View.IMPORTANT_FOR_AUTOFILL_NO
        addTextChangedListener(object : android.text.TextWatcher {
            override fun afterTextChanged(text: android.text.Editable) = changed(text.toString())
            override fun beforeTextChanged(text: CharSequence?, at: Int, count: Int, after: Int) = Unit
            override fun onTextChanged(text: CharSequence?, at: Int, before: Int, count: Int) = Unit
        })
    }

    fun check(words: CharSequence, on: Boolean, changed: (Boolean) -> Unit) = CheckBox(context).apply {
        text = words
        textSize = 16f
        setTextColor(colour(R.color.ink))
        buttonTintList = ColorStateList.valueOf(colour(R.color.brand))
        minHeight = dp(48)
        isChecked = on
        setOnCheckedChangeListener { _, now -> changed(now) }
    }

    /** Lets one of [names] be picked. */
    fun pick(names: List<String>, picked: (Int) -> Unit) {
        AlertDialog.Builder(context).setItems(names.toTypedArray()) { _, n -> picked(n) }.show()
    }

    /** A whole screen: what scrolls, and what always stays at the bottom. */
    fun page(content: View, bottom: View? = null) = LinearLayout(context).apply {
        orientation = LinearLayout.VERTICAL
        setBackgroundColor(colour(R.color.ground))
        fitsSystemWindows = true
        val scroll = ScrollView(context).apply {
            isFillViewport = true
            clipToPadding = false
            setPadding(dp(20), dp(20), dp(20), dp(20))
            addView(content)
        }
        addView(scroll, LinearLayout.LayoutParams(MATCH_PARENT, 0, 1f))
        if (bottom != null) {
            bottom.setPadding(dp(20), dp(12), dp(20), dp(20))
            addView(bottom, LinearLayout.LayoutParams(MATCH_PARENT, WRAP_CONTENT))
        }
    }
}
