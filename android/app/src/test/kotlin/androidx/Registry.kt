package androidx.test.platform.app

import android.app.Instrumentation
import android.os.Bundle

// Robolectric's runner asks for a few classes of AndroidX's test monitor, which is not on Maven Central. These do what it needs
// to draw screens.

object InstrumentationRegistry {
    private var own: Instrumentation? = null
    private var arguments = Bundle()

    @JvmStatic
    fun registerInstance(instrumentation: Instrumentation?, arguments: Bundle) {
        own = instrumentation
        this.arguments = arguments
    }

    @JvmStatic
    fun getInstrumentation(): Instrumentation = checkNotNull(own)

    @JvmStatic
    fun getArguments() = Bundle(arguments)
}
