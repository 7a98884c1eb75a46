// Made by scripts/invisible.mjs from Unicode 17.0.
#pragma once

#include <array>

#include "base/invisible.h"

namespace walkie {

struct InvisibleRange {
  char32_t first;
  char32_t last;
  Invisible kind;
};

// Ascending, without overlap.
constexpr std::array<InvisibleRange, 37> invisible_ranges{{
    {0x0000, 0x0008, Invisible::hidden},   {0x0009, 0x000D, Invisible::space},
    {0x000E, 0x001F, Invisible::hidden},   {0x0020, 0x0020, Invisible::space},
    {0x007F, 0x009F, Invisible::hidden},   {0x00A0, 0x00A0, Invisible::space},
    {0x00AD, 0x00AD, Invisible::hidden},   {0x034F, 0x034F, Invisible::hidden},
    {0x061C, 0x061C, Invisible::hidden},   {0x115F, 0x1160, Invisible::hidden},
    {0x1680, 0x1680, Invisible::space},    {0x17B4, 0x17B5, Invisible::hidden},
    {0x180B, 0x180D, Invisible::joiner},   {0x180E, 0x180E, Invisible::hidden},
    {0x180F, 0x180F, Invisible::joiner},   {0x2000, 0x200A, Invisible::space},
    {0x200B, 0x200B, Invisible::hidden},   {0x200C, 0x200D, Invisible::joiner},
    {0x200E, 0x200F, Invisible::hidden},   {0x2028, 0x202E, Invisible::hidden},
    {0x202F, 0x202F, Invisible::space},    {0x205F, 0x205F, Invisible::space},
    {0x2060, 0x206F, Invisible::hidden},   {0x2800, 0x2800, Invisible::hidden},
    {0x3000, 0x3000, Invisible::space},    {0x3164, 0x3164, Invisible::hidden},
    {0xFE00, 0xFE0F, Invisible::joiner},   {0xFEFF, 0xFEFF, Invisible::hidden},
    {0xFFA0, 0xFFA0, Invisible::hidden},   {0xFFF0, 0xFFFB, Invisible::hidden},
    {0x13430, 0x1343F, Invisible::hidden}, {0x1BCA0, 0x1BCA3, Invisible::hidden},
    {0x1D159, 0x1D159, Invisible::hidden}, {0x1D173, 0x1D17A, Invisible::hidden},
    {0xE0000, 0xE00FF, Invisible::hidden}, {0xE0100, 0xE01EF, Invisible::joiner},
    {0xE01F0, 0xE0FFF, Invisible::hidden},
}};

}  // namespace walkie
