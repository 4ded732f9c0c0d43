/* python.exe and, with GUI defined, pythonw.exe: they are not among the wheel's files. */
#include <windows.h>

int wmain(int count, wchar_t **arguments)
{
    HMODULE python = LoadLibraryW(L"python311.dll");
    return python ? ((int (*)(int, wchar_t **))GetProcAddress(python, "Py_Main"))(count, arguments) : 103;
}

#ifdef GUI
int WINAPI wWinMain(HINSTANCE instance, HINSTANCE previous, LPWSTR line, int shown)
{
    int count;
    wchar_t **arguments = CommandLineToArgvW(GetCommandLineW(), &count);
    return wmain(count, arguments);
}
#endif
