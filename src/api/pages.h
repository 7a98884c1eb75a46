// Pages and files for browsers, out of the binary: which page may load what, and who may frame it.
#pragma once

#include <string>
#include <string_view>

#include "api/call.h"
#include "net/static_files.h"

namespace walkie::api {

// /chat, /agent/*, /frame, /demo, /docs/ and / lead to their HTML files.
void name_pages(net::StaticFiles& files);

// Whether a page or a file is at the request's path, whatever its method.
bool has_page(Api& api, const net::Request& request);

// Any GET that no route knows: a file; a redirect when only a slash at the end is too many; or 404.
void serve_page(const CallPtr& call);

// The widget's frame: the only page that other sites may put into theirs.
bool is_frame(std::string_view path);
// The sites that may frame the page at the request's path, in the form of the directive.
std::string frame_ancestors(Api& api, const net::Request& request);

// The policy of security.md. `frame_ancestors` as the directive wants it: "'none'", "'self'" …
std::string content_security_policy(const net::Request& request, std::string_view frame_ancestors,
                                    bool inline_styles);

}  // namespace walkie::api
