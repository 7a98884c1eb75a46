// Pages and files for browsers, out of the binary: which page may load what, and who may frame it.
#pragma once

#include <string>
#include <string_view>

#include "api/call.h"
#include "net/static_files.h"

namespace walkie::api {

// /chat, /agent/*, /frame, /demo and / lead to their HTML files.
void name_pages(net::StaticFiles& files);

// Any GET that no route knows: a file, or 404.
void serve_page(const CallPtr& call);

// The policy of security.md. `frame_ancestors` as the directive wants it: "'none'", "'self'" …
std::string content_security_policy(const net::Request& request, std::string_view frame_ancestors,
                                    bool inline_styles);

}  // namespace walkie::api
